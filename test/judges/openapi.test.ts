/** The descriptions in OpenAPI before a validator that is not the linter, and before a generator. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { codecs } from 'signering-portal/codec'
import { openapiGenerator, writtenByJava } from '../../testing/judges/openapi-generator.js'
import { specValidator, verdictOf } from '../../testing/openapi/spec-validator.js'
import { describeWith, repositoryFile } from '../../testing/requirements.js'
import { decodeVectors } from '../../testing/vectors/read.js'
import { codecOf } from '../../testing/vectors/vector.js'

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

describeWith([openapiGenerator], 'the types that OpenAPI Generator makes for Java', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openapi-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  /** What a client writes is what there is today; what it reads may be more. */
  const isWritten = (element: string): boolean => /-(?:request|manifest)$/.test(element)
  const messages = decodeVectors().flatMap(({ id, element, xml, strict, tolerant }) => {
    const verdict = isWritten(element) ? strict : tolerant
    return xml === undefined || !verdict.valid ? [] : [{ id, element, xml, value: verdict.value }]
  })

  /** The ids of the messages that are not read, or written otherwise. */
  const lostBy = (openapi: string): readonly string[] => {
    const typed = messages.map(({ element, xml }) => ({ type: typeOf(element), xml }))
    const written = writtenByJava(openapi, folder, typed)
    return messages
      .filter(({ element, value }, index) => {
        const result = codecOf(element).safeDecode(written[index] ?? '')
        return !result.ok || JSON.stringify(result.value) !== JSON.stringify(value)
      })
      .map(({ id }) => id)
  }

  it('read every message of the vectors, and write it as it was', () => {
    expect(new Set(messages.map(({ element }) => element)).size).toBe(codecs.length)
    expect(messages.length).toBeGreaterThan(300)
    expect(lostBy(repositoryFile('schema/openapi.json'))).toEqual([])
  })

  it('of another description lose messages', () => {
    const text = readFileSync(repositoryFile('schema/openapi.json'), 'utf8')
    const path = join(folder, 'openapi.json')
    writeFileSync(path, text.replace('"name": "since", "attribute": true', '"name": "since"'))
    const ids = lostBy(path)
    const lost = messages.filter(({ id }) => ids.includes(id))
    expect(new Set(lost.map(({ element }) => element))).toEqual(
      new Set(['portal-signature-job-status-change-response']),
    )
  })
})

const typeOf = (element: string): string =>
  element.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
