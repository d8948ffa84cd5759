/** The descriptions in OpenAPI before a validator that is not the linter. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { specValidator, verdictOf } from '../../testing/openapi/spec-validator.js'
import { describeWith, repositoryFile } from '../../testing/requirements.js'

describeWith([specValidator], 'another validator of OpenAPI', () => {
  it.each(['schema/openapi.json', 'schema/control.openapi.json'])('takes %s', (path) => {
    expect(verdictOf(path)).toBe(`${path}: OK`)
  })

  it('refuses one that is broken', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
    const path = join(folder, 'openapi.json')
    const text = readFileSync(repositoryFile('schema/openapi.json'), 'utf8')
    writeFileSync(path, text.replace('"type": "integer"', '"type": "whole"'))
    expect(verdictOf(path)).not.toContain('OK')
    rmSync(folder, { recursive: true })
  })
})
