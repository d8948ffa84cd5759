import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isAnyUri } from '../../src/xml/any-uri.js'
import { Random } from '../../testing/conformance/random.js'
import { describeWith, jdk } from '../../testing/requirements.js'
import { runs, seed } from '../../testing/seed.js'
import { Xerces } from '../../testing/validators.js'
import { noUris, someUris } from '../../testing/xml/uris.js'

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a">
  <xs:complexType><xs:attribute name="uri" type="xs:anyURI"/></xs:complexType></xs:element></xs:schema>`
const folder = mkdtempSync(join(tmpdir(), 'uris-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Pieces that mean something in a URI, and some that do not. */
const pieces = [
  ':',
  '/',
  '//',
  '?',
  '#',
  '@',
  '[',
  ']',
  '%',
  '%41',
  '%zz',
  '1',
  'a',
  'http',
  '::1',
  '.',
  ' ',
  'å',
  '"',
  '\\',
]
const random = new Random(seed)
const drawn = Array.from({ length: runs(3000) }, () =>
  Array.from({ length: random.integer(1, 6) }, () => random.pick(pieces)).join(''),
)
const uris = [...new Set([...someUris, ...noUris, ...drawn])]
const documentOf = (uri: string): string =>
  `<a uri="${uri.replace(/[&<"\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`)}"/>`

function byLibxml2(): readonly boolean[] {
  const parsedSchema = XmlDocument.fromString(schema)
  const validator = XsdValidator.fromDoc(parsedSchema)
  const verdicts = uris.map((uri) => {
    const document = XmlDocument.fromString(documentOf(uri))
    try {
      validator.validate(document)
      return true
    } catch {
      return false
    } finally {
      document.dispose()
    }
  })
  validator.dispose()
  parsedSchema.dispose()
  return verdicts
}

describeWith([jdk], 'URIs, by libxml2 and Xerces', () => {
  let verdicts: readonly { readonly uri: string; readonly libxml2: boolean; readonly xerces: boolean }[] = []
  beforeAll(async () => {
    const file = join(folder, 'uri.xsd')
    writeFileSync(file, schema)
    const xerces = await new Xerces(file).accepts(uris.map(documentOf))
    const libxml2 = byLibxml2()
    verdicts = uris.map((uri, index) => ({ uri, libxml2: libxml2[index] === true, xerces: xerces[index] === true }))
  })

  it('are URIs to both if they are to us', () => {
    expect(verdicts.filter(({ uri, libxml2, xerces }) => isAnyUri(uri) && !(libxml2 && xerces))).toEqual([])
  })

  it('are none to one of them if they are none to us, but for white space and IP literals', () => {
    const ours = verdicts.filter(({ uri, libxml2, xerces }) => libxml2 && xerces && !isAnyUri(uri))
    // eslint-disable-next-line no-control-regex
    expect(ours.filter(({ uri }) => !/[\u0000-\u0020\u007F[\]]/.test(uri))).toEqual([])
  })

  it('are none to both, or to either alone', () => {
    const only = (some: boolean, other: boolean): number =>
      verdicts.filter(({ libxml2, xerces }) => libxml2 === some && xerces === other).length
    expect([only(false, false), only(false, true), only(true, false)].every((count) => count > 0)).toBe(true)
  })
})
