/**
 * What the manifest of a new job says when it arrives at the service.
 *
 * @module
 */
import type { PortalSigner } from '../../codec/portal/signer.js'
import { documented, type ContractCase } from './case.js'
import { contactSigner, firstSigner, mobileNumber, personalIdentificationNumbers, secondSigner } from './persons.js'
import {
  createAndCompare,
  dateTimeAt,
  dayMilliseconds,
  ordinaryDocument,
  requestsTo,
  type ManifestChanges,
} from './support.js'

const [personalIdentificationNumber] = personalIdentificationNumbers
const email = { address: 'third@example.com' }
const sms = { number: mobileNumber }

const step1 = 'portal flow page, step 1'
const availability = documented('portal flow page, availability')
const addressing = 'portal flow page, addressing signers'
const identifier = 'portal flow page, identifier in the signed document'
const manifestType = 'portal.xsd, portal-signature-job-manifest'
const authentication = 'portal.xsd, authentication-level'
const lookupType = 'portal.xsd, notifications-using-lookup'
const titleType = 'portal.xsd, title'
const text = documented('document package page')
const defaults = documented('portal flow page, other settings (defaults)')

const ofContact = {
  ...contactSigner,
  signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE',
  onBehalfOf: 'OTHER',
} as const

/** Cases of the manifest. Every field was dropped or mangled by some client. */
export const manifestCases: readonly ContractCase[] = Object.freeze([
  sends('manifest-order', 'portal flow page, order', 'the order of chained signers', {
    signers: [firstSigner, { ...secondSigner, order: 1 }],
  }),
  sends('manifest-on-behalf-of', 'portal flow page, signing on behalf of', 'on whose behalf a signer signs', {
    signers: [firstSigner, { ...secondSigner, onBehalfOf: 'OTHER' }],
  }),
  sends('manifest-signature-type', 'portal.xsd, portal-signer', 'the signature type of a signer', {
    signers: [firstSigner, { ...secondSigner, signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' }],
  }),
  sends('manifest-notifications-sms-only', 'portal.xsd, notifications', 'a mobile number without an e-mail address', {
    signers: [{ personalIdentificationNumber, notifications: { sms } }],
  }),
  sends('manifest-lookup-email', lookupType, 'a lookup of the e-mail address only', {
    signers: [{ personalIdentificationNumber, notificationsUsingLookup: { email: true } }],
  }),
  sends('manifest-lookup-email-and-sms', lookupType, 'a lookup of both e-mail address and mobile number', {
    signers: [{ personalIdentificationNumber, notificationsUsingLookup: { email: true, sms: true } }],
  }),
  sends('manifest-contact-email', addressing, 'a signer identified by e-mail address', {
    signers: [{ ...contactSigner, notifications: { email } }],
  }),
  sends('manifest-contact-sms', addressing, 'a signer identified by mobile number', {
    signers: [{ ...contactSigner, notifications: { sms } }],
  }),
  sends('manifest-contact-email-and-sms', addressing, 'a signer identified by e-mail address and mobile number', {
    signers: [{ ...contactSigner, notifications: { email, sms } }],
  }),
  sends('manifest-contact-signers', 'portal.xsd, portal-signer', 'all that is said of signers with contact details', {
    signers: [
      { ...ofContact, order: 1, notifications: { sms } },
      { ...ofContact, order: 2, notifications: { email } },
      { ...ofContact, order: 3, notifications: { email: { address: 'fourth@example.com' }, sms } },
    ],
  }),
  sends('manifest-nonsensitive-title', manifestType, 'the non-sensitive title, with what looks escaped', {
    nonsensitiveTitle: `A contract: R&D <1> "2" '3' &amp;`,
  }),
  sends('manifest-description', manifestType, 'the description', { description: 'The description' }),
  sends('manifest-required-authentication', authentication, 'the required level', {
    requiredAuthentication: '3',
  }),
  availability(
    'manifest-availability',
    'sends activation time, with its offset, and availability in seconds',
    async (context) => {
      const activationTime = dateTimeAt(new Date(context.clock.now().getTime() + 36 * dayMilliseconds), 60)
      await createAndCompare(context, { availability: { activationTime, availableSeconds: 864_000 } })
    },
  ),
  documented('portal.xsd, availability')(
    'manifest-activation-time-alone',
    'sends activation time without a time to sign',
    async (context) => {
      const activationTime = dateTimeAt(new Date(context.clock.now().getTime() + 36 * dayMilliseconds), 60)
      await createAndCompare(context, { availability: { activationTime } })
    },
  ),
  sends('manifest-available-seconds-alone', 'portal.xsd, availability', 'availability without an activation time', {
    availability: { availableSeconds: 7_776_000 },
  }),
  sends('manifest-identifier-in-signed-documents', identifier, 'how the signed document names its signers', {
    identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
  }),
  sends('manifest-several-documents', step1, 'several documents with titles of their own, in order', {
    documents: Array.from({ length: 20 }, (_, index) => documentOf(index + 1, `Document ${index + 1}`)),
  }),
  sends('manifest-ten-signers', 'portal.xsd, portal-signers', 'ten signers, each with an order', {
    signers: personalIdentificationNumbers.map(signerOf),
  }),
  text('manifest-text-document', 'sends a plain text as what it is, or refuses it itself', async (context) => {
    await createAndCompare(context, { documents: [ordinaryDocument, documentOf(2, 'A text')] })
    const documents = [ordinaryDocument, { href: 'document.txt', mime: 'text/plain', title: 'A text' }]
    const sent = createAndCompare(context, { documents })
    // That page alone names plain text: a client need not take it.
    await sent.catch((reason: unknown) => {
      if (requestsTo(context, 'create') > 1) throw reason
    })
  }),
  sends('manifest-special-characters', titleType, 'characters that XML must escape, and those beyond ASCII', {
    title: `R&D <1> "2" '3' ]]> æøå e\u0301 😀`,
    description: 'one &amp; two',
  }),
  sends('manifest-longest-title', titleType, 'a title of 80 characters beyond ASCII', {
    title: 'æ'.repeat(80),
    documents: [documentOf(1, 'ø'.repeat(80))],
  }),
  defaults('manifest-nothing-added', 'adds nothing to the manifest but documented defaults', (context) =>
    createAndCompare(context),
  ),
])

function sends(id: string, source: string, what: string, manifest: ManifestChanges): ContractCase {
  return documented(source)(id, `sends ${what}`, (context) => createAndCompare(context, manifest))
}

function signerOf(personalIdentificationNumber: string, order: number): PortalSigner {
  return { personalIdentificationNumber, order, notifications: { email: { address: `signer${order}@example.com` } } }
}

function documentOf(number: number, title: string): { href: string; mime: string; title: string } {
  return { href: `document-${number}.pdf`, mime: 'application/pdf', title }
}
