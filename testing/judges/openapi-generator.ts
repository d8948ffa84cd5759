/** The types that OpenAPI Generator makes for Java of the description of the portal flow. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { repositoryFile, type Requirement } from '../requirements.js'
import { findClassPath } from './maven.js'

const found = findClassPath('openapi.pom.xml')

/** What it takes. */
export const openapiGenerator: Requirement = {
  name: `OpenAPI Generator${'missing' in found ? `: ${found.missing}` : ''}`,
  present: !('missing' in found),
  requiredInCi: 'missing' in found && found.hasMaven,
}

/** A message, and the name of its type. */
export interface TypedMessage {
  readonly type: string
  readonly xml: string
}

/**
 * Makes types, and has them read messages and write them again.
 *
 * @param openapi - the file of the description
 * @param folder - an empty folder for the types
 * @param messages - the messages
 * @returns each as it is written, or undefined where it cannot be read
 */
export function writtenByJava(
  openapi: string,
  folder: string,
  messages: readonly TypedMessage[],
): readonly (string | undefined)[] {
  if ('missing' in found) throw new Error(found.missing)
  const classPath = [folder, found.classPath].join(delimiter)
  const generate = ['generate', '--input-spec', openapi, '--output', folder, '--global-property', 'models']
  const language = ['--generator-name', 'java', '--library', 'resttemplate', '--additional-properties', 'withXml=true']
  const generator = 'org.openapitools.codegen.OpenAPIGenerator'
  execFileSync('java', ['-cp', found.classPath, generator, ...generate, ...language], { stdio: 'pipe' })
  const models = join(folder, 'src/main/java/org/openapitools/client/model')
  const sources = readdirSync(models).map((name) => join(models, name))
  const program = repositoryFile('testing/java/Messages.java')
  execFileSync('javac', ['-nowarn', '-cp', classPath, '-d', folder, ...sources, program], { stdio: 'pipe' })
  const input = messages.map(({ type, xml }) => `${type} ${Buffer.from(xml).toString('base64')}`).join('\n')
  return execFileSync('java', ['-cp', classPath, 'Messages'], { input, encoding: 'utf8' })
    .trimEnd()
    .split('\n')
    .map((line) => (line === 'unreadable' ? undefined : Buffer.from(line, 'base64').toString()))
}
