import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  portalSignatureJobManifest,
  portalSignatureJobResponse,
  portalSignatureJobStatusChangeResponse,
  serviceError,
} from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { letGoOf } from '../../src/codec/copies.js'
import { namespace } from '../../src/codec/spec.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function usedBytes(): number {
  collect()
  return process.memoryUsage().heapUsed
}

const count = 20
const paddingBytes = 200_000

/** How many bytes each of many values keeps, read from long documents of their own. */
function keptBytes(read: (xml: string, index: number) => unknown, start: string, end: string): number {
  const documentOf = (index: number): string => `${start}${index}${end}<!--${'x'.repeat(paddingBytes)}-->`
  const kept: unknown[] = [read(documentOf(0), 0)]
  const before = usedBytes()
  for (let index = 1; index <= count; index++) kept.push(read(documentOf(index), index))
  const bytes = (usedBytes() - before) / count
  expect(new Set(kept.map((each) => JSON.stringify(each))).size).toBe(count + 1)
  return bytes
}

const bytesOf = (xml: string): Uint8Array => new TextEncoder().encode(xml)
const job = (content: string): string => `<portal-signature-job-response xmlns="${namespace}">${content}`
const change = `<portal-signature-job-status-change-response xmlns="${namespace}"><signature-job-id>1</signature-job-id><status>IN_PROGRESS</status><confirmation-url/><signatures><signature><status since="2017-01-23T12:51:43.`
const manifest = `<portal-signature-job-manifest xmlns="${namespace}"><signers><signer><personal-identification-number>12345678910</personal-identification-number><notifications><email address="somebody.with.a.long.name@example.com`

test.each([
  [
    'an id',
    (xml: string) => portalSignatureJobResponse.decode(bytesOf(xml)).signatureJobId,
    job('<signature-job-id>9007199254740'),
    '</signature-job-id><cancellation-url/></portal-signature-job-response>',
  ],
  [
    'an address, read from text',
    (xml: string) => portalSignatureJobResponse.decode(xml).cancellationUrl,
    job('<signature-job-id>1</signature-job-id><cancellation-url>https://example.com/cancel/'),
    '</cancellation-url></portal-signature-job-response>',
  ],
  [
    'a status change',
    (xml: string) => portalSignatureJobStatusChangeResponse.decode(bytesOf(xml), { unknown: 'ignore' }),
    change,
    'Z">A_STATUS_OF_TOMORROW</status><personal-identification-number>12345678910</personal-identification-number></signature></signatures></portal-signature-job-status-change-response>',
  ],
  [
    'an address of a manifest',
    (xml: string) => portalSignatureJobManifest.decode(xml).signers[0]?.notifications?.email?.address,
    manifest,
    '"/></notifications></signer></signers><sender><organization-number>123456789</organization-number></sender><document href="document.pdf" mime="application/pdf"><title>A title</title></document></portal-signature-job-manifest>',
  ],
  [
    'a message with references',
    (xml: string) => serviceError.decode(xml).errorMessage,
    `<error xmlns="${namespace}"><error-code/><error-message>Somebody &amp; somebody else `,
    '</error-message><error-type/></error>',
  ],
  [
    'issues',
    (xml: string, index: number) => [portalSignatureJobResponse.safeDecode(xml), index],
    job('<signature-job-id>a number that is none'),
    '</signature-job-id></portal-signature-job-response>',
  ],
])('%s keeps nothing of its document', (_, read, start, end) => {
  // The engine itself keeps the text that it last searched, and one that it has not cleared up yet. Of others nothing may be left.
  expect(keptBytes(read, start, end)).toBeLessThan((4 * paddingBytes) / count)
})

test('texts are copied at any depth, and nothing else changes', () => {
  const value = { a: 'a text of more than 13 characters', b: [{ c: '', d: 1 }, 'x'], e: true }
  const before = structuredClone(value)
  letGoOf('x'.repeat(5000), value)
  expect(value).toEqual(before)
  letGoOf('x'.repeat(5000), undefined)
})
