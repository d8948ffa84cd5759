import { PortalError, formatIssue } from 'signering-portal/codec'
import {
  manifestFor,
  prepareJob,
  safePrepareJob,
  signingPlan,
  type Job,
  type PreparedJob,
  type PublicSigner,
} from 'signering-portal/manifest'

/** A job of a private organization: two signers, one after the other. */
export function leaseJob(lease: Uint8Array, terms: Uint8Array): Job<'PRIVATE'> {
  return {
    sector: 'PRIVATE',
    sender: { organizationNumber: '123456789' },
    title: 'Lease of 12 Storgata',
    nonsensitiveTitle: 'A lease to sign',
    documents: [
      { title: 'Lease', bytes: lease },
      { title: 'Terms', bytes: terms },
    ],
    signers: [
      {
        order: 1,
        personalIdentificationNumber: '12345678910',
        notifications: { email: { address: 'tenant@example.com' } },
      },
      {
        order: 2,
        identifiedByContactInformation: true,
        notifications: { sms: { number: '99999999' } },
        onBehalfOf: 'OTHER',
      },
    ],
    availability: { availableSeconds: 345_600 },
    reference: '123-ABC',
    pollingQueue: 'leases',
  }
}

/** The same for a public organization, with a signer in a variable of its own. */
export function consentJob(consent: Uint8Array): Job<'PUBLIC'> {
  const signer = {
    personalIdentificationNumber: '12345678910',
    notificationsUsingLookup: { email: true },
  } satisfies PublicSigner
  return {
    sector: 'PUBLIC',
    sender: { organizationNumber: '123456785' },
    title: 'Consent',
    documents: [{ title: 'Consent', bytes: consent }],
    signers: [signer],
  }
}

/** Prepares a job and tells what is worth a look; for one that cannot be sent, it tells what is wrong. */
export function prepare(job: Job<'PRIVATE'>, tell: (line: string) => void): PreparedJob<'PRIVATE'> | undefined {
  try {
    const prepared = prepareJob(job)
    for (const warning of prepared.warnings) tell(formatIssue(warning))
    return prepared
  } catch (error) {
    if (!(error instanceof PortalError)) throw error
    for (const issue of error.issues) tell(formatIssue(issue))
    return undefined
  }
}

/** What a form shows: for each field of the job, by its name such as `signers.0.order`, what is wrong with it. */
export function fieldErrors(job: Job<'PRIVATE'>): ReadonlyMap<string, readonly string[]> {
  const result = safePrepareJob(job)
  const fields = new Map<string, string[]>()
  for (const { severity, property = [], message } of result.ok ? [] : result.issues) {
    if (severity === 'error') fields.set(property.join('.'), [...(fields.get(property.join('.')) ?? []), message])
  }
  return fields
}

/** Checks a manifest that another program wrote by the rules for public organizations. */
export function judge(manifestXml: Uint8Array): readonly string[] {
  const result = manifestFor('PUBLIC').safeDecode(manifestXml)
  return (result.ok ? result.warnings : result.issues).map(formatIssue)
}

/** The last moment at which each group of signers can sign, if all before use all of their time. */
export function deadlines({ manifest }: PreparedJob<'PRIVATE'>, created: Date): readonly Date[] {
  return signingPlan(manifest, created).map(({ deadline }) => deadline)
}
