/**
 * The JSON Schemas of the folder `schema`, as a validator of them sees them.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { codecs, type Issue } from '../src/codec/index.js'
import { repositoryFile } from './requirements.js'

/** The paths in the repository: a file for each element. */
export const elementSchemas: readonly string[] = codecs.map(({ name }) => `schema/json/${name}.schema.json`)

/** The schema of what the contract suite and a driver write to each other. */
export const driverSchema = 'schema/driver.schema.json'

/** The schema of a report of the contract suite. */
export const reportSchema = 'schema/contract-report.schema.json'

/** A schema as it is committed. */
export function readSchema(path: string): AnySchemaObject {
  return JSON.parse(readFileSync(repositoryFile(path), 'utf8')) as AnySchemaObject
}

/** A validator that has all schemas, and refuses a schema in which anything is odd. */
export const ajv: Ajv2020 = new Ajv2020({
  strict: true,
  strictRequired: false,
  allErrors: true,
  schemas: [...elementSchemas, driverSchema, reportSchema].map(readSchema),
})

const ids = new Map([...elementSchemas, driverSchema, reportSchema].map((path) => [path, String(readSchema(path).$id)]))

/** The validator of a part of a schema, such as `#/$defs/dateTime`, or of all of it. */
export function validatorOf(path: string, part = ''): ValidateFunction {
  const found = ajv.getSchema(`${ids.get(path) ?? ''}${part}`)
  if (found === undefined) throw new TypeError(`${path} has no ${part}.`)
  return found
}

/** The validator of the values of an element. */
export function validatorOfElement(element: string): ValidateFunction {
  return validatorOf(`schema/json/${element}.schema.json`)
}

/** A value as a program in another language would get it: without what JSON cannot hold. */
export function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** What codecs refuse and JSON Schema cannot say, each with the reason; schema/README.md tells it. */
const beyondJsonSchema: Readonly<Record<string, (issue: Issue) => boolean>> = {
  'rules look at several values at once, or into a text': ({ code }) => code.startsWith('rule.'),
  'when written, a character outside the basic plane counts as two, which JSON Schema counts as one': ({
    code,
    message,
  }) => code === 'schema.max-length' && message.includes('outside the basic plane'),
  'the size of a document is that of its XML': ({ code }) => code === 'xml.size',
}

/** Whether a value with these issues must be refused by the schema too. */
export function isOfShape(issues: readonly Issue[]): boolean {
  return issues.some((issue) => !Object.values(beyondJsonSchema).some((isBeyond) => isBeyond(issue)))
}
