/**
 * Texts arrive as they were written: in full, in their case, with every character, line and white space.
 *
 * @module
 */
import { requireEqual } from './assert.js'
import { documented, type ContractCase } from './case.js'
import { personalIdentificationNumbers } from './persons.js'
import {
  create,
  createAndCompare,
  createSigned,
  nextChange,
  ordinaryDocument,
  poll,
  type ManifestChanges,
} from './support.js'

const queues = documented('portal flow page, specifying queues')
const reference = documented('common.xsd, signature-job-reference')

/** The name that the page gives as an example. */
const pollingQueue = 'CustomPollingQueue'

/** 220 characters, as many as there may be, on four lines. */
const description =
  ['Dear signer,', '', 'please read the document, and sign æ, ø and å of it. ', ''].join('\n').padEnd(219, 'x') + '.'

/** Cases of texts. */
export const textCases: readonly ContractCase[] = Object.freeze([
  sends('manifest-description-longest', 'portal.xsd, description', 'a description of 220 characters on several lines', {
    description,
  }),
  sends(
    'manifest-nonsensitive-title-longest',
    'portal.xsd, nonsensitive-title',
    'a non-sensitive title of 80 characters beyond ASCII',
    {
      nonsensitiveTitle: 'æøå'.repeat(26) + 'ÆØ',
    },
  ),
  sends(
    'manifest-document-title-special',
    'portal.xsd, title',
    'the title of a document with characters that XML must escape',
    {
      documents: [{ ...ordinaryDocument, title: `R&D <1> "2" '3' &amp;` }],
    },
  ),
  sends(
    'manifest-white-space',
    'portal.xsd, title; XML Schema, part 2, 3.2.1 (string)',
    'texts with the white space around and in them',
    {
      title: ' The  title ',
      nonsensitiveTitle: ' A  contract ',
      description: '\n  The  description\n\n',
      documents: [{ ...ordinaryDocument, title: ' The  document ' }],
    },
  ),
  sends('manifest-contact-capitals', 'portal.xsd, email', 'an e-mail address in the case in which it was written', {
    signers: [
      {
        personalIdentificationNumber: personalIdentificationNumbers[0],
        notifications: { email: { address: 'First.Signer@Example.com' } },
      },
    ],
  }),
  reference(
    'change-reference',
    'reads the reference in a change, with white space around it, what looks escaped, and characters beyond ASCII',
    async (context) => {
      const sent = ` R&D "æøå" &amp; 😀 `
      const signatureJobId = await createSigned(context, 1, { request: { reference: sent } })
      requireEqual(context.simulator.job(signatureJobId).request.reference, sent, 'the reference that was sent')
      requireEqual((await nextChange(context)).reference, sent, 'the reference in the change')
    },
  ),
  queues(
    'queue-name-capitals',
    `gets the changes of the queue ${pollingQueue}, whose name has capitals`,
    async (context) => {
      const signatureJobId = await createSigned(context, 1, { request: { pollingQueue } })
      requireEqual(context.simulator.job(signatureJobId).pollingQueue, pollingQueue, 'the polling-queue that was sent')
      requireEqual((await nextChange(context, pollingQueue)).signatureJobId, signatureJobId, 'the job of the change')
    },
  ),
  queues('queue-named-once', 'names the queue once when it polls', async (context) => {
    await create(context)
    await poll(context, pollingQueue)
    const polls = context.simulator.exchanges().filter(({ resource }) => resource === 'nextStatusChange')
    for (const { url } of polls) {
      const names = new URL(url).searchParams.getAll('polling_queue')
      requireEqual(names, [pollingQueue], 'the parameters polling_queue of the poll')
    }
  }),
])

function sends(id: string, source: string, what: string, manifest: ManifestChanges): ContractCase {
  return documented(source)(id, `sends ${what}`, (context) => createAndCompare(context, manifest))
}
