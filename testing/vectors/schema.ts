/**
 * The lists in `vectors/schema.json` that follow from the code.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { codecs } from '../../src/codec/index.js'
import { operationNames } from '../http/operations.js'
import { repositoryFile } from '../requirements.js'
import { levels } from '../../src/codec/portal/rule.js'

const path = repositoryFile('vectors/schema.json')

/** The schema as it is committed, with its lists as the code has them. */
export async function schemaText(): Promise<string> {
  const schema = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly definitions: {
      readonly level: { enum: readonly string[] }
      readonly element: { enum: readonly string[] }
      readonly operation: { enum: readonly string[] }
    }
  }
  const { level, element, operation } = schema.definitions
  level.enum = levels
  element.enum = codecs.map(({ name }) => name)
  operation.enum = operationNames
  return format(JSON.stringify(schema), { ...(await resolveConfig(path)), filepath: path })
}
