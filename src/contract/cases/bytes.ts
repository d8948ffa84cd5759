/**
 * Documents are bytes, whatever is in them: on their way to the service, and back.
 *
 * @module
 */
import { Buffer } from 'node:buffer'
import { isBytes } from '../../guard.js'
import { writePdf } from '../../simulator/pdf.js'
import { requireEqual, requireThat } from './assert.js'
import { casesOf, documented, type CaseContext, type ContractCase } from './case.js'
import { sha256Of, shown } from './difference.js'
import { create, createSigned, ordinaryDocument, present, signaturesOf, signedChange } from './support.js'

const documentPackage = documented('document package page')
const step3 = documented('portal flow page, step 3')
const signature = documented('portal.xsd, signature')
const archive = documented('archive page')

/** Beyond the sizes of the buffers that clients copy by, and no multiple of them: about 1.5 MiB, of 10 MiB that are allowed. */
const manyBytes = 1_500_003

const asice = 'http://uri.etsi.org/2918/v1.2.1#'

/** The content of a download, in no encoding but its own. */
const xadesBytes = Buffer.from(
  `<?xml version="1.0" encoding="ISO-8859-1"?>\r\n<XAdESSignatures xmlns="${asice}">\xe6\xf8\xe5</XAdESSignatures>\r\n`,
  'latin1',
)

type Download = 'downloadPades' | 'downloadXades' | 'downloadArchivedPades'

/** What is downloaded, how large it is, and where it is of a job that was signed. */
const downloads = {
  'pades-every-byte': [step3, 'downloadPades', () => pdfOf(manyBytes)],
  'archived-pades-every-byte': [archive, 'downloadArchivedPades', () => pdfOf(100_003)],
  'xades-every-byte': [signature, 'downloadXades', () => xadesBytes],
} as const satisfies Readonly<Record<string, readonly [typeof step3, Download, () => Uint8Array]>>

/** Cases of content that is more than a short text. */
export const bytesCases: readonly ContractCase[] = Object.freeze([
  documentPackage(
    'document-every-byte',
    'sends a document of 1.5 MiB in which every byte and every end of line occurs',
    async (context) => {
      const bytes = pdfOf(manyBytes)
      const { signatureJobId } = await create(context, { documents: [{ ...ordinaryDocument, bytes }] })
      const [got] = context.simulator.job(signatureJobId).documents
      requireEqual(got?.sha256, sha256Of(bytes), 'SHA-256 of the document that the service got')
    },
  ),
  ...casesOf(downloads, (id, [caseOf, operation, contentOf]) =>
    caseOf(id, `gives what ${operation} downloads byte for byte, whatever is in it`, async (context) => {
      const where = await whereIs(context, operation)
      const bytes = contentOf()
      // A client may download twice, to compare.
      const fault = { kind: 'content', base64: Buffer.from(bytes).toString('base64') } as const
      const withdraw = context.simulator.planFault(fault, { resource: operation, times: 3 })
      const got = await context.adapter[operation](where)
      withdraw()
      requireSame(got, bytes)
    }),
  ),
])

function requireSame(got: unknown, wanted: Uint8Array): void {
  if (!isBytes(got)) {
    requireEqual(got, shown(wanted), 'the download')
    return
  }
  const length = Math.min(got.length, wanted.length)
  let at = 0
  while (at < length && got[at] === wanted[at]) at += 1
  const isSame = at === wanted.length && at === got.length
  requireThat(
    isSame,
    `the download of ${wanted.length} bytes gave ${got.length} bytes, other than those from byte ${at} on`,
  )
}

async function whereIs(context: CaseContext, operation: Download): Promise<string> {
  if (operation === 'downloadArchivedPades') {
    const signatureJobId = await createSigned(context, 2)
    return present(context.simulator.job(signatureJobId).archivedDocumentId, 'the id of the archived document')
  }
  const change = await signedChange(context)
  return operation === 'downloadPades'
    ? present(change.signatures.padesUrl, 'pades-url', change)
    : present(signaturesOf(change)[0]?.xadesUrl, 'xades-url', change)
}

/**
 * A PDF with a stream of so many bytes: an update of a small one (ISO 32000-1, 7.5.6). No two parts of the stream are the
 * same, so that one which comes twice, or at another place, is found.
 */
function pdfOf(length: number): Uint8Array {
  const file = Buffer.from(writePdf(['Every byte']))
  const parts: Buffer[] = []
  const every = Buffer.from([...Array(256).keys()])
  for (let at = 0; at < length; at += 280) parts.push(every, Buffer.from(`\r\n\n\r\r\n${String(at).padStart(18)}`))
  const stream = Buffer.concat(parts, length)
  const before = /startxref\n(\d+)/.exec(file.toString('latin1'))?.[1] ?? '0'
  const object = [
    Buffer.from(`6 0 obj\n<< /Length ${length} >>\nstream\n`),
    stream,
    Buffer.from('\nendstream\nendobj\n'),
  ]
  const start = object.reduce((sum, part) => sum + part.length, file.length)
  const entry = `${String(file.length).padStart(10, '0')} 00000 n \n`
  const trailer = `trailer\n<< /Size 7 /Root 1 0 R /Prev ${before} >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.concat([file, ...object, Buffer.from(`xref\n6 1\n${entry}${trailer}`)])
}
