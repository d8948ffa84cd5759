/** The descriptions in OpenAPI: before a linter, before the operations, and before every message of the vectors. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { codecs } from 'signering-portal/codec'
import { environments } from 'signering-portal/http'
import { namesIn, namespace } from '../src/codec/spec.js'
import { everyOperation } from '../testing/http/operations.js'
import { description, validators } from '../testing/openapi/description.js'
import { problemsOf } from '../testing/openapi/linter.js'
import { asInVectors, readMessage } from '../testing/openapi/messages.js'
import { repositoryFile } from '../testing/requirements.js'
import { decodeVectors } from '../testing/vectors/read.js'
import type { DecodeVector } from '../testing/vectors/vector.js'

describe('the linter', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'openapi-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it.each(['schema/openapi.json', 'schema/control.openapi.json'])('finds nothing in %s', (path) => {
    expect(problemsOf(path)).toEqual([])
  })

  it.each([
    ['a reference to nothing', '"#/components/schemas/error"', '"#/components/schemas/none"', 'no-unresolved-refs'],
    ['a type that is none', '"type": "integer"', '"type": "whole"', 'struct'],
    [
      'two operations of one name',
      '"operationId": "create"',
      '"operationId": "cancel"',
      'operation-operationId-unique',
    ],
    ['a path without its parameter', '/xades/{signer}"', '/xades/{signed}"', 'path-parameters-defined'],
    ['no security', '"security": [{ "enterpriseCertificate": [] }],', '', 'security-defined'],
    ['what nothing uses', '"$ref": "#/components/headers/DoSFilter"', '"schema": {}', 'no-unused-components'],
  ])('sees %s', (_, old, changed, rule) => {
    const text = readFileSync(repositoryFile('schema/openapi.json'), 'utf8')
    const broken = text.replaceAll(old, changed)
    expect(broken).not.toBe(text)
    const path = join(folder, 'openapi.json')
    writeFileSync(path, broken)
    expect(problemsOf(path).map((problem) => problem.split(' ')[0])).toContain(rule)
  })
})

const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods))

test('every operation of the package is described, and no other', () => {
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(everyOperation.map(([name]) => name).sort())
  const linked = operations.flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ links = {} }) => Object.values(links).map(({ operationId }) => operationId)),
  )
  expect(operations.map(({ operationId }) => operationId)).toEqual(expect.arrayContaining(linked))
  expect(description.servers.map(({ url }) => url)).toEqual(Object.values(environments))
})

describe('messages', () => {
  const vectors = decodeVectors().filter(({ xml }) => xml !== undefined)
  const isValid = validators(description)
  const isTaken = ({ element, xml = '' }: DecodeVector): boolean =>
    isValid({ $ref: `#/components/schemas/${element}` }, readMessage(description, element, xml))

  test('the schemas have every name of the elements and attributes, of each message', () => {
    const schemas = JSON.stringify(description.components.schemas)
    for (const { name, spec } of codecs)
      expect([name, ...namesIn(spec)].filter((one) => !schemas.includes(`"name":"${one}"`))).toEqual([])
  })

  test('all names of elements are of one namespace, and those of attributes of none', () => {
    let count = 0
    const look = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      const { xml } = value as { readonly xml?: Readonly<Record<string, unknown>> }
      if (xml !== undefined) {
        count++
        const isElement = xml['attribute'] !== true && xml['x-nodeType'] === undefined
        expect(xml['namespace'], JSON.stringify(xml)).toBe(isElement ? namespace : undefined)
      }
      for (const member of Object.values(value)) look(member)
    }
    look(description)
    expect(count).toBeGreaterThan(80)
  })

  test('are read by their names alone to the values of the vectors', () => {
    const valid = vectors.filter(({ tolerant }) => tolerant.valid)
    expect(valid.length).toBeGreaterThan(300)
    const differing = valid.filter(({ element, xml = '', tolerant }) => {
      const value = asInVectors(readMessage(description, element, xml))
      return !sameValue(value, tolerant.valid && tolerant.value)
    })
    expect(differing.map(({ id }) => id)).toEqual([])
  })

  test('are valid by the schemas where they are', () => {
    const valid = vectors.filter(({ strict }) => strict.valid)
    const refused = valid.filter((vector) => !isTaken(vector))
    expect(refused.map(({ id }) => id)).toEqual([])
  })

  /** What the schemas say; the order of elements, what stands beside them, and dates and numbers to the last digit they leave to portal.xsd. */
  const said = /^schema\.(?:element-missing|attribute-missing|enumeration|pattern|(?:min|max)-(?:length|inclusive))$/

  test('are refused by the schemas where an element or attribute is missing, or a value is none', () => {
    const invalid = vectors.filter(({ strict }) => !strict.valid && strict.issues.every(({ code }) => said.test(code)))
    expect(invalid.length).toBeGreaterThan(100)
    const taken = invalid.filter(isTaken)
    expect(taken.map(({ id }) => id)).toEqual([])
  })
})

/** Compares values; whitespace around numbers and dates, and their form, are no matter of names. */
function sameValue(one: unknown, other: unknown): boolean {
  const canonical = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_, own: unknown) =>
      typeof own === 'string' && /^[\t\n\r ]*[+-]?[0-9]+[\t\n\r ]*$/.test(own)
        ? String(BigInt(own.trim()))
        : typeof own === 'string'
          ? own.trim()
          : typeof own === 'object' && own !== null && !Array.isArray(own)
            ? Object.fromEntries(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1)))
            : own,
    )
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))
}
