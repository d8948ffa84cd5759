/** A second judge of descriptions: openapi-spec-validator, which is written in Python. */
import { spawnSync } from 'node:child_process'
import { repositoryFile, type Requirement } from '../requirements.js'

const module = 'openapi_spec_validator'

/** The package of PyPI. */
export const specValidator: Requirement = {
  name: 'openapi-spec-validator for Python',
  present: spawnSync('python3', ['-c', `import ${module}`]).status === 0,
  requiredInCi: false,
}

/** What it says of a description: the name of the file and `OK`, where it is valid. */
export function verdictOf(path: string): string {
  return spawnSync('python3', ['-m', module, path], { cwd: repositoryFile(''), encoding: 'utf8' }).stdout.trim()
}
