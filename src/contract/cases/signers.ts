/**
 * What becomes of the signers, and what it does to the job.
 *
 * @module
 */
import type { KnownSignatureStatus, PortalSignatureJobStatusChangeResponse } from '../../codec/portal/status-change.js'
import { requireEqual } from './assert.js'
import { casesOf, type CaseContext, type ContractCase } from './case.js'
import {
  create,
  createSigned,
  dayMilliseconds,
  firstSigner,
  nextChange,
  requireNoChange,
  secondSigner,
  statuses,
} from './support.js'

const availability = 'portal flow page, availability'

const failures: Readonly<Record<string, KnownSignatureStatus>> = {
  'signer-rejected': 'REJECTED',
  'signer-reserved': 'RESERVED',
  'signer-contact-information-missing': 'CONTACT_INFORMATION_MISSING',
  'signer-signers-name-not-available': 'SIGNERS_NAME_NOT_AVAILABLE',
}

const contactSigner = {
  identifiedByContactInformation: true,
  notifications: { email: { address: 'third@example.com' } },
} as const

const chain = [
  { ...firstSigner, order: 1 },
  { ...secondSigner, order: 2 },
]

/** Cases of signers. */
export const signerCases: readonly ContractCase[] = Object.freeze([
  {
    id: 'signed-by-all',
    level: 'documented',
    source: 'portal.xsd, portal-signature-job-status',
    title: 'reads a job that all have signed as completed',
    run: async (context) => {
      await createSigned(context, 2)
      await requireStatuses(context, 'IN_PROGRESS', 'SIGNED', 'WAITING')
      await requireStatuses(context, 'COMPLETED_SUCCESSFULLY', 'SIGNED', 'SIGNED')
    },
  },
  ...casesOf(failures, (status) => ({
    level: 'documented',
    source: 'portal.xsd, portal-signature-status-value',
    title: `reads a job as failed when a signer is ${status}`,
    run: async (context) => {
      const { signatureJobId } = await create(context)
      context.portal.setSignerStatus(signatureJobId, 2, status)
      await requireStatuses(context, 'FAILED', 'NOT_APPLICABLE', status)
    },
  })),
  {
    id: 'signer-blocked',
    level: 'documented',
    source: 'portal.xsd, portal-signature-status-value',
    title: 'reads a job as failed when a signer addressed by contact information is BLOCKED',
    run: async (context) => {
      const { signatureJobId } = await create(context, { manifest: { signers: [contactSigner] } })
      context.portal.setSignerStatus(signatureJobId, 1, 'BLOCKED')
      await requireStatuses(context, 'FAILED', 'BLOCKED')
    },
  },
  {
    id: 'rejected-after-signed',
    level: 'documented',
    source: 'portal flow page, step 3',
    title: 'keeps the signature of the first when the second rejects',
    run: async (context) => {
      const signatureJobId = await createSigned(context, 1)
      context.portal.setSignerStatus(signatureJobId, 2, 'REJECTED')
      await nextChange(context)
      await requireStatuses(context, 'FAILED', 'SIGNED', 'REJECTED')
    },
  },
  {
    id: 'chained-signers',
    level: 'documented',
    source: 'portal flow page, order',
    title: 'makes the order of a chain count: the second gets their time when the first has signed',
    run: async (context) => {
      const { signatureJobId } = await create(context, {
        manifest: { signers: chain, availability: { availableSeconds: 86_400 } },
      })
      context.clock.advance(dayMilliseconds - 1)
      context.portal.setSignerStatus(signatureJobId, 1, 'SIGNED')
      const change = await requireStatuses(context, 'IN_PROGRESS', 'SIGNED', 'WAITING')
      await context.adapter.confirm(change.confirmationUrl)
      context.clock.advance(dayMilliseconds - 60_000)
      context.portal.setSignerStatus(signatureJobId, 2, 'SIGNED')
      await requireStatuses(context, 'COMPLETED_SUCCESSFULLY', 'SIGNED', 'SIGNED')
    },
  },
  {
    id: 'chain-expires',
    level: 'documented',
    source: availability,
    title: 'reads a chain whose first signer did nothing as expired, the rest not applicable',
    run: async (context) => {
      await create(context, { manifest: { signers: chain, availability: { availableSeconds: 86_400 } } })
      context.clock.advance(dayMilliseconds - 60_000)
      await requireNoChange(context)
      await requireStatuses(context, 'FAILED', 'EXPIRED', 'NOT_APPLICABLE')
    },
  },
  {
    id: 'availability-default',
    level: 'documented',
    source: availability,
    title: 'gives signers 30 days when the job does not say',
    run: async (context) => {
      await create(context)
      context.clock.advance(30 * dayMilliseconds - 60_000)
      await requireNoChange(context)
      await requireStatuses(context, 'FAILED', 'EXPIRED', 'EXPIRED')
    },
  },
  {
    id: 'activation-time',
    level: 'documented',
    source: availability,
    title: 'makes the activation time, with its offset, count: the time to sign runs from it',
    run: async (context) => {
      await create(context, {
        // The clock of the cases starts at 12:00 UTC: this is one hour later.
        manifest: { availability: { activationTime: '2026-01-05T15:00:00+02:00', availableSeconds: 60 } },
      })
      context.clock.advance(3_600_000)
      await requireNoChange(context)
      await requireStatuses(context, 'FAILED', 'EXPIRED', 'EXPIRED')
    },
  },
])

async function requireStatuses(
  context: CaseContext,
  ...expected: readonly string[]
): Promise<PortalSignatureJobStatusChangeResponse> {
  const change = await nextChange(context)
  requireEqual([change.status, ...statuses(change)], expected, 'the statuses of the job and its signers')
  return change
}
