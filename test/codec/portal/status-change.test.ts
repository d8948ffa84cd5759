import {
  knownSignatureStatuses,
  portalSignatureJobStatuses,
  portalSignatureJobStatusChangeResponse as codec,
  type PortalSignatureJobStatusChangeResponse,
} from 'signering-portal/codec'
import { expect, expectTypeOf, test } from 'vitest'
import { describe as describeElement } from '../../../testing/describe.js'

const change: PortalSignatureJobStatusChangeResponse = {
  signatureJobId: '9223372036854775807',
  status: 'IN_PROGRESS',
  confirmationUrl: 'https://example.com/confirm',
  signatures: {
    signature: [
      { status: { value: 'SIGNED', since: '2030-01-01T00:00:00Z' }, personalIdentificationNumber: '12345678910' },
      {
        status: { value: 'WAITING', since: '2030-01-01T00:00:00Z' },
        identifier: { sms: { number: '00000000' } },
        xadesUrl: 'https://example.com/xades',
      },
    ],
    padesUrl: 'https://example.com/pades',
  },
}

const withStatus = (value: string): PortalSignatureJobStatusChangeResponse => ({
  ...change,
  signatures: {
    signature: [{ status: { value, since: '2030-01-01T00:00:00Z' }, personalIdentificationNumber: '12345678910' }],
  },
})

test('comes back as it was', () => {
  expect(codec.decode(codec.encode(change))).toStrictEqual(change)
})

test.each([...knownSignatureStatuses, 'UNHEARD_OF'])('the status %s of a signer comes back as it was', (status) => {
  const [signature] = codec.decode(codec.encode(withStatus(status))).signatures.signature
  expect(signature?.status.value).toBe(status)
})

test('the list of known statuses is the one that the declaration has', () => {
  const types = codec.spec.sequence.flatMap((each) => (each.kind === 'element' ? [each.type] : []))
  expect(JSON.stringify(types)).toContain(JSON.stringify(knownSignatureStatuses))
  expectTypeOf<'SIGNED'>().toExtend<(typeof knownSignatureStatuses)[number]>()
})

test('the statuses of a job are a closed set', () => {
  const { name, spec } = codec
  expect(describeElement(name, spec).get(`/${name}/status`)?.enumeration).toBe(portalSignatureJobStatuses.join(' '))
  expect(codec.safeEncode({ ...change, status: 'UNHEARD_OF' as 'FAILED' })).toMatchObject({
    ok: false,
    issues: [{ code: 'schema.enumeration', property: ['status'] }],
  })
})

test('a signature is of one signer, addressed in one way', () => {
  const [byNumber, byContact] = change.signatures.signature
  const signature = [{ ...byNumber, ...byContact }, { status: byNumber?.status }] as never
  expect(codec.safeEncode({ ...change, signatures: { signature } })).toMatchObject({
    ok: false,
    issues: [
      { code: 'value.property-unexpected', property: ['signatures', 'signature', 0, 'identifier'] },
      { code: 'schema.element-missing', property: ['signatures', 'signature', 1] },
    ],
  })
})
