import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const { compilerOptions } = JSON.parse(readFileSync(join(import.meta.dirname, 'tsconfig.json'), 'utf8'))

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  entryPoints: Object.values(compilerOptions.paths).flat(),
  tsconfig: 'tsconfig.build.json',
  out: 'docs/api',
  readme: 'README.md',
  name: 'signering-portal',
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  treatWarningsAsErrors: true,
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable', 'Accessor', 'Method', 'Enum'],
  intentionallyNotExported: ['PropertiesOf', 'confirmationStatuses', 'resources', 'sentences', 'simulatorEnvironments'],
}
