/** Which documents the decoder reads once, without the parser. */
import { afterEach, expect, test, vi } from 'vitest'
import { manifestOf, pretty, statusChange } from '../../bench/messages.js'
import {
  portalSignatureJobManifest,
  portalSignatureJobStatusChangeResponse,
  type DecodeOptions,
} from '../../src/codec/index.js'
import { parseXml } from '../../src/xml/parse.js'
import { scanXml } from '../../src/xml/scan.js'

vi.hoisted(() => {
  // Other tests may have loaded the decoder with the parser as it is.
  vi.resetModules()
})

vi.mock(import('../../src/xml/parse.js'), async (original) => {
  const { parseXml } = await original()
  return { parseXml: vi.fn(parseXml) }
})

vi.mock(import('../../src/xml/scan.js'), async (original) => {
  const { scanXml } = await original()
  return { scanXml: vi.fn(scanXml) }
})

afterEach(() => {
  vi.clearAllMocks()
})

const manifest = portalSignatureJobManifest.encode(manifestOf(4))
const change = portalSignatureJobStatusChangeResponse.encode(statusChange)
const unknown = (what: string): string => change.replace('<signatures>', `${what}<signatures>`)

const documents: Readonly<Record<string, readonly [string, DecodeOptions?]>> = {
  'as this package writes it': [change],
  pretty: [pretty(change)],
  'with CR and LF': [pretty(change).replaceAll('\n', '\r\n')],
  'with a prefix': [change.replace(/<(\/?)(?=[a-z])/g, '<$1s:').replace(' xmlns=', ' xmlns:s=')],
  'with references': [change.replaceAll('/1', '&#x2F;&#49;').replace('SIGNED', 'SIGN&#69;D')],
  'with an unknown field': [unknown('<later>more</later>'), { unknown: 'ignore' }],
  'with an unknown field that is empty, and attributes': [unknown('<later at="1"/>'), { unknown: 'ignore' }],
  'with an unknown tree': [unknown('<later>a <b>c</b> d<signatures>e</signatures></later>'), { unknown: 'ignore' }],
}

test.each(Object.entries(documents))('a document %s is not read by the parser', (_, [xml, options]) => {
  expect(portalSignatureJobStatusChangeResponse.decode(xml, options)).toEqual(statusChange)
  expect(parseXml).not.toHaveBeenCalled()
})

const columnOf = (tag: string): number => manifest.indexOf(tag) + 1
const nameless = manifest.replace('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', 'NAMELESS')

test('a document with an issue is read once, by the scanner', () => {
  const wrong = portalSignatureJobManifest.safeDecode(nameless)
  expect(wrong).toMatchObject({
    ok: false,
    issues: [{ code: 'schema.enumeration', column: columnOf('<identifier-in') }],
  })
  expect(scanXml).toHaveBeenCalledOnce()
  expect(parseXml).not.toHaveBeenCalled()
})

test('a document that breaks a rule is read twice, by the scanner', () => {
  const warned = portalSignatureJobManifest.safeDecode(manifest.replace('document-1.pdf', 'document 1.pdf'))
  expect(warned).toMatchObject({
    ok: true,
    warnings: [{ code: 'rule.href-characters', column: columnOf('<document ') }],
  })
  expect(scanXml).toHaveBeenCalledTimes(2)
  const wrong = portalSignatureJobManifest.safeDecode(nameless.replace('document-1.pdf', 'a/b.pdf'))
  expect(wrong).toMatchObject({ ok: false, issues: [{ code: 'rule.href-unique' }, { code: 'schema.enumeration' }] })
  expect(scanXml).toHaveBeenCalledTimes(4)
  expect(parseXml).not.toHaveBeenCalled()
})
