/**
 * What becomes of the signers, and what it does to the job.
 *
 * @module
 */
import type { PortalSigner } from '../../codec/portal/signer.js'
import type { KnownSignatureStatus } from '../../codec/portal/status-change.js'
import { requireEqual } from './assert.js'
import { casesOf, documented, type CaseContext, type ContractCase } from './case.js'
import {
  contactSigner,
  firstSigner,
  mobileNumber,
  personalIdentificationNumbers,
  secondSigner,
  tenSigners,
} from './persons.js'
import {
  become,
  create,
  createSigned,
  dateTimeAt,
  dayMilliseconds,
  nextChange,
  positionOf,
  requireMeant,
  requireNoChange,
  requireStatuses,
  signaturesOf,
  type ManifestChanges,
  type Parts,
} from './support.js'

const jobStatus = documented('portal.xsd, portal-signature-job-status')
const signerStatus = documented('portal.xsd, portal-signature-status-value')
const signature = documented('portal.xsd, signature')
const step3 = documented('portal flow page, step 3')
const order = documented('portal flow page, order')
const availability = documented('portal flow page, availability')

/** A signer whose contact details the service looks up. */
const lookedUp = {
  personalIdentificationNumber: personalIdentificationNumbers[1],
  notificationsUsingLookup: { email: true },
} as const

type FailureOfSecond = readonly [status: KnownSignatureStatus, manifest?: ManifestChanges, parts?: Parts]

/** On whose behalf the signers sign: the portal reserves nobody who signs on behalf of another. */
const onOwnBehalf: ManifestChanges = { signers: [firstSigner, secondSigner] }

/** What can become of the second signer, and what in the manifest makes it possible. */
const failures: Readonly<Record<string, FailureOfSecond>> = {
  'signer-rejected': ['REJECTED'],
  'signer-reserved': ['RESERVED', onOwnBehalf, { ofSigners: ['onBehalfOf'] }],
  'signer-contact-information-missing': [
    'CONTACT_INFORMATION_MISSING',
    { signers: [firstSigner, lookedUp] },
    { ofSigners: ['personalIdentificationNumber', 'notificationsUsingLookup'] },
  ],
  'signer-signers-name-not-available': [
    'SIGNERS_NAME_NOT_AVAILABLE',
    { identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME' },
    { ofManifest: ['identifierInSignedDocuments'] },
  ],
}

/**
 * Signers known by contact information, of which no two have the same, but some the same address or number. A client may take
 * a number with and without its country for one.
 */
const contacts: readonly PortalSigner[] = [
  { sms: { number: mobileNumber } },
  { sms: { number: '99999999' } },
  { email: { address: 'shared@example.com' } },
  { email: { address: 'shared@example.com' }, sms: { number: mobileNumber } },
].map((notifications) => ({ ...contactSigner, notifications }))

/** Two signers, one after the other, with a day each. */
const chain = {
  signers: [
    { ...firstSigner, order: 1 },
    { ...secondSigner, order: 2 },
  ],
  availability: { availableSeconds: 86_400 },
}

/** How far from the end of a time to look, in milliseconds: a client may write the present as activation time. */
const aroundMilliseconds = 90_000

/** Cases of signers. */
export const signerCases: readonly ContractCase[] = Object.freeze([
  jobStatus('signed-by-all', 'reads a job that all have signed as completed', async (context) => {
    await createSigned(context, 2)
    await requireNextStatuses(context, 'IN_PROGRESS', 'SIGNED', 'WAITING')
    await requireNextStatuses(context, 'COMPLETED_SUCCESSFULLY', 'SIGNED', 'SIGNED')
  }),
  ...casesOf(failures, (id, [status, manifest, parts]) =>
    signerStatus(id, `reads a job as failed when a signer is ${status}`, async (context) => {
      const { signatureJobId } = await create(context, { manifest })
      if (manifest !== undefined) requireMeant(context, signatureJobId, manifest, parts)
      become(context, signatureJobId, secondSigner, status)
      await requireNextStatuses(context, 'FAILED', 'NOT_APPLICABLE', status)
    }),
  ),
  signerStatus('signer-blocked', 'reads a failed job whose signer addressed by e-mail is BLOCKED', async (context) => {
    const { signatureJobId } = await create(context, { manifest: { signers: [contactSigner] } })
    become(context, signatureJobId, contactSigner, 'BLOCKED')
    requireStatuses(await nextChange(context), ['FAILED', 'BLOCKED'], [contactSigner])
  }),
  signature(
    'change-contact-signers-apart',
    'tells signers known by contact information apart, also where they share an address or a number',
    async (context) => {
      const { signatureJobId } = await create(context, { manifest: { signers: contacts } })
      const signed = contacts.filter((_, index) => index % 2 === 0)
      for (const signer of signed) become(context, signatureJobId, signer, 'SIGNED')
      await nextChange(context)
      const change = await nextChange(context)
      const got = signaturesOf(change, contacts).map(({ status, xadesUrl }) => [status.value, xadesUrl])
      const url = `${context.root}/${context.organizationNumber}/portal/signature-jobs/${signatureJobId}`
      const wanted = contacts.map((signer) =>
        signed.includes(signer)
          ? ['SIGNED', `${url}/xades/${positionOf(context, signatureJobId, signer)}`]
          : ['WAITING', null],
      )
      requireEqual(got, wanted, 'status and xades-url of the signers')
    },
  ),
  signature('change-ten-signers', 'reads a change that tells of ten signers', async (context) => {
    const { signatureJobId } = await create(context, { manifest: { signers: tenSigners } })
    const signed = tenSigners.filter((_, index) => index % 6 === 3)
    for (const signer of signed) become(context, signatureJobId, signer, 'SIGNED')
    await nextChange(context)
    const wanted = tenSigners.map((signer) => (signed.includes(signer) ? 'SIGNED' : 'WAITING'))
    requireStatuses(await nextChange(context), ['IN_PROGRESS', ...wanted], tenSigners)
  }),
  step3('rejected-after-signed', 'keeps the signature of the first when the second rejects', async (context) => {
    const signatureJobId = await createSigned(context, 1)
    become(context, signatureJobId, secondSigner, 'REJECTED')
    await nextChange(context)
    await requireNextStatuses(context, 'FAILED', 'SIGNED', 'REJECTED')
  }),
  order('chained-signers', 'makes order count: the time of the second begins when the first signs', async (context) => {
    const signatureJobId = await createChain(context)
    context.clock.advance(dayMilliseconds - 60_000)
    become(context, signatureJobId, firstSigner, 'SIGNED')
    const change = await requireNextStatuses(context, 'IN_PROGRESS', 'SIGNED', 'WAITING')
    await context.adapter.confirm(change.confirmationUrl)
    context.clock.advance(dayMilliseconds - 60_000)
    become(context, signatureJobId, secondSigner, 'SIGNED')
    await requireNextStatuses(context, 'COMPLETED_SUCCESSFULLY', 'SIGNED', 'SIGNED')
  }),
  availability('chain-expires', 'reads the first of a chain as expired, the rest not applicable', async (context) => {
    await createChain(context, ['availability'])
    context.clock.advance(dayMilliseconds - aroundMilliseconds)
    await requireNoChange(context)
    context.clock.advance(2 * aroundMilliseconds)
    await requireNextStatuses(context, 'FAILED', 'EXPIRED', 'NOT_APPLICABLE')
  }),
  availability('availability-default', 'gives signers 30 days when the job does not say', async (context) => {
    await create(context)
    context.clock.advance(30 * dayMilliseconds - aroundMilliseconds)
    await requireNoChange(context)
    context.clock.advance(2 * aroundMilliseconds)
    await requireNextStatuses(context, 'FAILED', 'EXPIRED', 'EXPIRED')
  }),
  availability('activation-time', 'lets the time to sign run from activation-time with its offset', async (context) => {
    const activationTime = dateTimeAt(new Date(context.clock.now().getTime() + 3_600_000), 120)
    const manifest = { availability: { activationTime, availableSeconds: 60 } }
    const { signatureJobId } = await create(context, { manifest })
    requireMeant(context, signatureJobId, manifest, { ofManifest: ['availability'] })
    context.clock.advance(3_600_000)
    await requireNoChange(context)
    context.clock.advance(aroundMilliseconds)
    await requireNextStatuses(context, 'FAILED', 'EXPIRED', 'EXPIRED')
  }),
])

async function createChain(context: CaseContext, ofManifest: Parts['ofManifest'] = []): Promise<string> {
  const { signatureJobId } = await create(context, { manifest: chain })
  requireMeant(context, signatureJobId, chain, {
    ofManifest,
    ofSigners: ['personalIdentificationNumber', 'order'],
  })
  return signatureJobId
}

async function requireNextStatuses(
  context: CaseContext,
  ...expected: readonly string[]
): ReturnType<typeof nextChange> {
  const change = await nextChange(context)
  requireStatuses(change, expected)
  return change
}
