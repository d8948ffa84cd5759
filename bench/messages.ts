/**
 * The messages that are measured: of the structure and size of the documentation's examples.
 *
 * @module
 */
import type {
  PortalSignatureJobManifest,
  PortalSignatureJobStatusChangeResponse,
  PortalSigner,
} from 'signering-portal/codec'

const signers: readonly PortalSigner[] = [
  {
    order: 1,
    personalIdentificationNumber: '12345678910',
    notifications: { email: { address: 'first.signer@example.com' }, sms: { number: '00000000' } },
  },
  {
    order: 2,
    personalIdentificationNumber: '10987654321',
    notifications: { email: { address: 'second.signer@example.com' } },
  },
  { order: 2, personalIdentificationNumber: '01013300001', notificationsUsingLookup: { email: true, sms: true } },
  { order: 3, personalIdentificationNumber: '02038412546', notificationsUsingLookup: { email: true } },
]

const words = {
  title: 'Lease of the house by the fjord',
  nonsensitiveTitle: 'A document to sign',
  description:
    'Please read both documents before you sign. The second one lists what is & what is not included in the rent.',
}

const wordsWithAccents = {
  title: 'Leiekontrakt for huset på Sjøvegen, Ålesund',
  nonsensitiveTitle: 'Et dokument til å signere',
  description:
    'Les gjennom begge dokumentene før du signerer. Det andre sier hva som er med & hva som ikke følger med på kjøpet.',
}

/** So many signers. One alone has no order: it would have no effect, which is a warning, and a second reading to tell where. */
function signersOf(count: number): readonly PortalSigner[] {
  if (count > 1) return Array.from({ length: count }, (_, at) => signers.slice(at % signers.length).slice(0, 1)).flat()
  return signers.slice(0, 1).map(({ order: _, ...signer }) => signer)
}

/** A manifest with so many signers and two documents. */
export function manifestOf(count: number, texts: typeof words = words): PortalSignatureJobManifest {
  return {
    signers: signersOf(count),
    sender: { organizationNumber: '123456789' },
    ...texts,
    documents: [
      { href: 'document-1.pdf', mime: 'application/pdf', title: 'Lease' },
      { href: 'document-2.pdf', mime: 'application/pdf', title: 'Inventory' },
    ],
    availability: { activationTime: '2016-02-10T12:00:00+01:00', availableSeconds: 864_000 },
    identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
  }
}

/** A manifest with so many signers, whose texts are of letters outside ASCII. */
export function manifestWithAccents(count: number): PortalSignatureJobManifest {
  return manifestOf(count, wordsWithAccents)
}

/** A manifest with four signers in three groups and two documents. */
export const manifest: PortalSignatureJobManifest = manifestOf(4)

const jobs = 'https://api.signering.posten.no/api/123456789/portal/signature-jobs/1'

/** A status change of a job that one of two signers has signed. */
export const statusChange: PortalSignatureJobStatusChangeResponse = {
  signatureJobId: '1',
  status: 'IN_PROGRESS',
  confirmationUrl: `${jobs}/complete`,
  signatures: {
    signature: [
      {
        status: { value: 'SIGNED', since: '2017-01-23T12:51:43+01:00' },
        personalIdentificationNumber: '12345678910',
        xadesUrl: `${jobs}/xades/1`,
      },
      {
        status: { value: 'WAITING', since: '2017-01-23T12:00:00+01:00' },
        personalIdentificationNumber: '98765432100',
      },
    ],
    padesUrl: `${jobs}/pades`,
  },
}

/** The same document with each element on a line of its own, as people and many libraries write it. */
export function pretty(xml: string): string {
  let depth = 0
  const lines = xml.replace(/>(?=<)/g, '>\n').split('\n')
  return lines
    .map((line) => {
      if (line.startsWith('</')) depth--
      const indented = `${'  '.repeat(depth)}${line}`
      const opens = /^<[^/?]/.test(line) && !line.endsWith('/>') && !line.includes('</')
      if (opens) depth++
      return indented
    })
    .join('\n')
}
