/** Which documents the decoder reads once, without the parser. */
import { afterEach, expect, test, vi } from 'vitest'
import { manifestOf, pretty, statusChange } from '../../bench/messages.js'
import {
  portalSignatureJobManifest,
  portalSignatureJobStatusChangeResponse,
  type DecodeOptions,
} from '../../src/codec/index.js'
import { parseXml } from '../../src/xml/parse.js'

vi.hoisted(() => {
  // Other tests may have loaded the decoder with the parser as it is.
  vi.resetModules()
})

vi.mock(import('../../src/xml/parse.js'), async (original) => {
  const { parseXml } = await original()
  return { parseXml: vi.fn(parseXml) }
})

afterEach(() => {
  vi.mocked(parseXml).mockClear()
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

test('a document with a warning, or an issue, is read by the parser once', () => {
  const warned = portalSignatureJobManifest.safeDecode(manifest.replace('document-1.pdf', 'document 1.pdf'))
  expect(warned).toMatchObject({ ok: true, warnings: [{ code: 'rule.href-characters', line: 1 }] })
  expect(parseXml).toHaveBeenCalledOnce()
  vi.mocked(parseXml).mockClear()
  const wrong = portalSignatureJobManifest.safeDecode(
    manifest.replace('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', 'NAMELESS').replace('document-1.pdf', 'a/b.pdf'),
  )
  expect(wrong).toMatchObject({ ok: false, issues: [{ code: 'rule.href-unique' }, { code: 'schema.enumeration' }] })
  expect(parseXml).toHaveBeenCalledOnce()
})
