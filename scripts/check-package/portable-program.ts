/**
 * What the entries without Node.js are put to wherever `npm run check:package` finds a runtime: every vector is read, a job is
 * prepared and sent, and its answer is read from the runtime's own `Response`.
 *
 * @module
 */
import { codecs } from 'signering-portal/codec'
import { portalOperations, redact, sendWith } from 'signering-portal/http'
import { prepareJob, signingPlan } from 'signering-portal/manifest'

/** What is used of a vector of a message. */
export interface MessageVector {
  readonly id: string
  readonly element: string
  readonly xml?: string
  readonly strict: { readonly valid: boolean; readonly value?: unknown; readonly issues?: readonly { code: string }[] }
}

const pdf = new TextEncoder().encode('%PDF-1.7\n')
const answer = `<portal-signature-job-response xmlns="http://signering.posten.no/schema/v1"><signature-job-id>1</signature-job-id><cancellation-url>https://portal.example/api/988015814/portal/signature-jobs/1/cancel</cancellation-url></portal-signature-job-response>`

/** The vectors that are not read as they should be. */
function misread(vectors: readonly MessageVector[]): readonly string[] {
  const wrong = vectors.filter(({ element, xml = '', strict }) => {
    const result = codecs.find(({ name }) => name === element)?.safeDecode(xml)
    const found = result?.ok === true ? result.value : result?.issues.map(({ code }) => code)
    return (
      JSON.stringify(found) !== JSON.stringify(strict.valid ? strict.value : strict.issues?.map(({ code }) => code))
    )
  })
  return wrong.map(({ id }) => id)
}

/** Sends a job by a `fetch` that answers at once, and gives the length of what was sent and what came back. */
async function sendJob(): Promise<readonly [number, string]> {
  const { manifest, request } = prepareJob({
    sector: 'PUBLIC',
    sender: { organizationNumber: '988015814' },
    title: 'Lease of the house by the fjord',
    documents: [{ title: 'Lease', bytes: pdf }],
    signers: [{ personalIdentificationNumber: '01810010068', notificationsUsingLookup: { email: true } }],
  })
  if (signingPlan(manifest, new Date(0)).length !== 1) throw new Error('there is one step of signing')
  const portal = portalOperations({ root: 'https://portal.example/api', organizationNumber: '988015814' })
  const operation = portal.create({ request, bundle: pdf })
  if (JSON.stringify(redact(operation.request)).includes('01810010068')) throw new Error('a log shows a person')
  let sent = 0
  const send = sendWith(async (url, init) => {
    sent = (await new Request(url, init).arrayBuffer()).byteLength
    return new Response(answer, { headers: { 'Content-Type': 'application/xml' } })
  })
  const { signatureJobId } = await send(operation)
  return [sent, signatureJobId]
}

/** Does all of it, and says so in a line, or throws. */
export async function usePortableEntries(vectors: readonly MessageVector[]): Promise<string> {
  const wrong = misread(vectors)
  if (wrong.length > 0) throw new Error(`misread: ${wrong.join(', ')}`)
  const [sent, id] = await sendJob()
  if (sent < pdf.length || id !== '1') throw new Error('the job was not sent, or its answer not read')
  return `read ${vectors.length} vectors, sent a job`
}
