import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { examples } from '../../site/playground/examples.js'
import { toTypeScript } from '../../site/playground/typescript.js'
import { errorsOf } from '../../testing/compile.js'
import { decodeVectors, vectorsOfKind } from '../../testing/vectors/read.js'
import type { RuleVector } from '../../testing/vectors/rules.js'

const manifest = 'portal-signature-job-manifest'

const values = [
  ...examples.flatMap(({ title, element, sector, value }) =>
    value === undefined ? [] : [{ id: title, element, sector, value }],
  ),
  ...decodeVectors().flatMap(({ id, element, strict }) =>
    strict.valid ? [{ id, element, sector: '' as const, value: strict.value }] : [],
  ),
  ...vectorsOfKind<RuleVector>('rule').map(({ id, sector, manifest: value }) => ({
    id,
    element: manifest,
    sector,
    value,
  })),
]

const pieces = values.map(({ id, element, sector, value }) => ({
  id,
  value,
  code: toTypeScript(JSON.stringify(value), element, sector),
}))

test('what is copied compiles', () => {
  const errors = errorsOf(Object.fromEntries(pieces.map(({ id, code }) => [id, code ?? 'none'])))
  expect(Object.entries(errors).filter(([, found]) => found.length > 0)).toEqual([])
  expect(pieces.length).toBeGreaterThan(500)
})

test('and is the value', () => {
  for (const { id, value, code = '' } of pieces) {
    const literal = /const value: \w+ = ([^]*)\n\nexport const xml/.exec(code)?.[1] ?? ''
    expect(JSON.parse(JSON.stringify(runInNewContext(`(${literal})`))), id).toEqual(value)
  }
})

test('a manifest that keeps the rules of a sector has the type of it', () => {
  const [first] = examples
  expect(toTypeScript(JSON.stringify(first?.value), manifest, 'PRIVATE')).toContain(
    "manifestFor('PRIVATE').encode(value)",
  )
  expect(toTypeScript(JSON.stringify(first?.value), manifest, '')).toContain('portalSignatureJobManifest.encode(value)')
})

test('there is none of what is no value of the element', () => {
  for (const json of ['', '{}', '[1]', '{"signers": 1}', '{"errorCode": 1}'])
    expect(toTypeScript(json, manifest, 'PUBLIC')).toBeUndefined()
})
