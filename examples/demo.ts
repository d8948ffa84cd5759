/**
 * `npm run demo`: the main job end to end, against a simulated portal on a real port.
 * `npm run demo -- a.pdf b.pdf` signs other documents.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { formatIssue, PortalError, safePrepareJob, signingPlan, type Issue } from 'signering-portal'
import { signingKeyFromPem, writeBundle } from 'signering-portal/bundle'
import { createSimulator, serve, virtualClock, writePdf } from 'signering-portal/simulator'
import { portalOperations, sendWith, type NextStatusChange } from 'signering-portal/http'
import { makeSender } from '../testing/certificates.js'

type Style = Parameters<typeof styleText>[0]

const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
const styled = (style: Style, text: string): string => (colour ? styleText(style, text) : text)
const step = (text: string): void => {
  console.log(styled('bold', `\n${text}`))
}
const sent = (text: string): void => {
  console.log(`  ${styled('cyan', '->')} ${text}`)
}
const received = (text: string): void => {
  console.log(`  ${styled('green', '<-')} ${text}`)
}
const say = (text: string): void => {
  console.log(`     ${text}`)
}

/** A problem that the reader of the terminal can mend. */
class Refusal extends Error {}

function readDocument(path: string): { readonly title: string; readonly bytes: Uint8Array } {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw new Refusal(
      `${path} cannot be read: ${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'}`,
    )
  }
  return { title: basename(path).slice(0, 80), bytes }
}

const ownDocuments = [
  { title: 'Lease', bytes: writePdf(['Lease of the house by the fjord']) },
  { title: 'Inventory', bytes: writePdf(['What is in the house by the fjord']) },
]

/** A property of the job, or the path of the file that is in the place of one. */
function placeOf({ property = [] }: Issue, paths: readonly string[]): string {
  const [list, index] = property
  const path = list === 'documents' && typeof index === 'number' ? paths[index] : undefined
  return path ?? property.join('.')
}

async function demo(paths: readonly string[]): Promise<void> {
  const documents = paths.length === 0 ? ownDocuments : paths.map(readDocument)
  const organizationNumber = '988015814'

  step('The job')
  const result = safePrepareJob({
    sector: 'PRIVATE',
    sender: { organizationNumber },
    reference: 'demo-1',
    pollingQueue: 'demo queue',
    title: 'Lease of the house by the fjord',
    nonsensitiveTitle: 'A document to sign',
    documents,
    signers: [
      { personalIdentificationNumber: '01013300001', notifications: { email: { address: 'a@example.com' } }, order: 1 },
      { identifiedByContactInformation: true, notifications: { email: { address: 'b@example.com' } }, order: 2 },
      { identifiedByContactInformation: true, notifications: { sms: { number: '00000000' } }, order: 2 },
      {
        identifiedByContactInformation: true,
        notifications: { email: { address: 'c@example.com' }, sms: { number: '00000001' } },
        order: 3,
      },
    ],
    availability: { availableSeconds: 345_600 },
  })
  if (!result.ok)
    throw new Refusal(result.issues.map((issue) => `${placeOf(issue, paths)}: ${issue.message}`).join(' '))
  const { manifest, request, ...prepared } = result.value
  for (const { href, mime, bytes } of prepared.documents) say(`${href}: ${mime}, ${bytes.length} bytes`)
  for (const warning of prepared.warnings) say(styled('yellow', formatIssue(warning)))

  // The portal and its clients share a clock that does not wait.
  const clock = virtualClock(new Date())
  const plan = signingPlan(manifest, clock.now())
  for (const { order, signers, deadline } of plan)
    say(
      `order ${order}: ${signers.length} ${signers.length === 1 ? 'signer' : 'signers'}, at the latest ${deadline.toISOString()}`,
    )

  step('The document package')
  const { leaf, certificates } = makeSender()
  const key = signingKeyFromPem({ key: leaf.privateKeyPem, certificates })
  const bundle = await writeBundle({ manifest, documents: prepared.documents, key, signingTime: clock.now() })
  say(`manifest.xml ${bundle.manifestXml.length} bytes, META-INF/signatures.xml ${bundle.signaturesXml.length} bytes`)
  say(`package ${bundle.bytes.length} bytes`)

  const simulator = createSimulator({ clock, senders: [{ organizationNumber, sector: 'PRIVATE' }] })
  const served = await serve(simulator)
  try {
    const portal = portalOperations({ root: served.root, organizationNumber })
    const sendByFetch = sendWith(fetch)

    step(`Create the job at ${served.root}`)
    const create = portal.create({ request, bundle: bundle.bytes })
    sent(`POST ${create.request.body?.length ?? 0} bytes of multipart/mixed`)
    const { signatureJobId } = await sendByFetch(create)
    received(`200 signature-job-id ${signatureJobId}`)

    const poll = async (): Promise<NextStatusChange> => {
      const operation = portal.nextStatusChange({ pollingQueue: 'demo queue', now: clock.now })
      sent(`GET ${new URL(operation.request.url).search}`)
      const outcome = await sendByFetch(operation)
      const seconds = Math.max(0, Math.ceil((outcome.nextPermittedPollTime.getTime() - clock.now().getTime()) / 1000))
      const status = { statusChange: '200 a status change', noChange: '204 no change', tooEager: '429 too eager' }
      received(`${status[outcome.kind]}, next poll permitted in ${seconds} s`)
      clock.advance(seconds * 1000)
      return outcome
    }

    step('Poll before anybody has signed')
    await poll()

    for (const [index, signer] of manifest.signers.entries()) {
      step(`Signer ${index + 1} of order ${signer.order ?? 0} signs`)
      simulator.setSignerStatus(signatureJobId, index + 1, 'SIGNED')
      const outcome = await poll()
      if (outcome.kind !== 'statusChange') throw new Refusal('The portal told of no change.')
      const { status, signatures, confirmationUrl } = outcome.statusChange
      say(`${status}: ${signatures.signature.map((signature) => signature.status.value).join(', ')}`)
      if (status === 'COMPLETED_SUCCESSFULLY' && signatures.padesUrl !== undefined) {
        sent('GET pades-url')
        const download = await sendByFetch(portal.downloadPades(signatures.padesUrl))
        const signed = await download.bytes()
        received(`200 the signed document, ${signed.length} bytes`)
        if (!new TextDecoder('latin1').decode(signed).startsWith('%PDF-'))
          throw new Refusal('The signed document is no PDF.')
      }
      sent('POST confirmation-url')
      await sendByFetch(portal.confirm(confirmationUrl))
      received('confirmed')
    }

    step('Poll when all is confirmed')
    const last = await poll()
    if (last.kind !== 'noChange') throw new Refusal('The portal tells of a change that was confirmed.')
    console.log(styled('green', `\ndemo: ${documents.length} documents signed by ${manifest.signers.length} signers`))
  } finally {
    await served.close()
  }
}

/** Runs the demo; true if all went well. */
export async function main(paths: readonly string[]): Promise<boolean> {
  try {
    await demo(paths)
    return true
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof PortalError)) throw error
    console.error(styled('red', `demo: ${error.message}`))
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
