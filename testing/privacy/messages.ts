/**
 * Marks in messages and in the values that they are written from, and in jobs.
 *
 * @module
 */
import * as fc from 'fast-check'
import * as codecEntry from 'signering-portal/codec'
import * as manifestEntry from 'signering-portal/manifest'
import { inspectPdf } from '../../src/manifest/pdf.js'
import { fullJob as job } from '../manifest/full-job.js'
import type { Unchecked } from '../odd-values.js'
import { sectorCodecs, valuedCodecs } from '../properties/valued-codecs.js'
import type { Listener } from './listener.js'
import { markedDocuments, markedValues, withMarks } from './marked.js'
import { markedBytes, marks } from './marks.js'

/** The longest of some values: it has most of what there can be. */
function richest<T>({ encode }: Pick<codecEntry.Codec<T>, 'encode'>, values: fc.Arbitrary<T>): T {
  const [first, ...rest] = fc.sample(values, { numRuns: 300, seed: 5 })
  const length = (value: T): number => {
    const { length: units } = encode(value)
    return units < 2500 ? units : 0
  }
  return rest.reduce((best, one) => (length(one) > length(best) ? one : best), first as T)
}

async function tellOfDocuments<T>(
  { hear }: Listener,
  { name, encode, safeDecode }: codecEntry.Codec<T>,
  values: fc.Arbitrary<T>,
): Promise<void> {
  const text = encode(richest({ encode }, values))
  for (const [place, document] of markedDocuments(text))
    for (const dials of [{ unknown: 'reject' }, { unknown: 'ignore', rules: 'warn' }] as const)
      await hear(`decode ${name}: ${place}`, () => safeDecode(document, dials))
  const marked = text.replace(/>[^<>]{3,}</, `>${marks.name}<`)
  for (const encoding of ['utf16le', 'latin1'] as const)
    await hear(`decode ${name} in ${encoding}`, () => safeDecode(Buffer.from(marked, encoding)))
  const deep = text.replace(/(?=<\/[^>]*>\s*$)/, `<${marks.word}>`.repeat(200))
  await hear(`decode ${name}, deep`, () => safeDecode(deep, { unknown: 'ignore' }))
  const [signer = ''] = /<signer[ >][^]*?<\/signer>/.exec(marked) ?? []
  for (const document of [
    marked.replace(signer, signer.repeat(11)),
    marked.replace('<signer>', '<signer order="10">'),
    marked.replace(/(<signer[^>]*? order=")[^"]*/, '$110'),
    marked.replace(/>[^<>]+<\/title>/, '></title>'),
  ])
    await hear(`decode ${name}, what is too much or too little`, () => safeDecode(document))
  await hear(`decode ${name}, large`, () => safeDecode(marks.mail.repeat(50_000), { maximumBytes: 1_000_000 }))
}

async function tellOfValues<T>(
  { hear }: Listener,
  { name, encode, safeEncode }: codecEntry.Codec<T>,
  values: fc.Arbitrary<T>,
): Promise<void> {
  for (const { name: place, value } of withMarks(richest({ encode }, values)))
    await hear(`encode ${name}: ${place}`, () => safeEncode(value as T))
}

/** Hears the codecs. */
export async function tellOfMessages(listener: Listener): Promise<void> {
  // Those of one sector read the same documents.
  for (const { use } of valuedCodecs) await use(async (codec, values) => tellOfDocuments(listener, codec, values))
  for (const { use } of [...valuedCodecs, ...sectorCodecs])
    await use(async (codec, values) => tellOfValues(listener, codec, values))
  for (const [name, called] of Object.entries(codecEntry as unknown as Readonly<Record<string, Unchecked>>))
    if (typeof called === 'function' && !/^[A-Z]|^(?:formatIssue|unwrap)$/.test(name))
      for (const { name: kind, value } of markedValues())
        await listener.hear(`${name}: ${kind}`, () => called(value, value))
}

/** Hears what makes a job's manifest, and what looks at it. */
export async function tellOfJobs(listener: Listener): Promise<void> {
  const { manifest, request, documents } = manifestEntry.prepareJob(job)
  const parts = { manifest, request, documents, organizationNumber: '123456785' }
  const created = new Date('2030-01-01T00:00:00Z')
  const { prepareJob, safePrepareJob, checkJob, safeSigningPlan, jobSchema, manifestFor } =
    manifestEntry as unknown as Readonly<Record<string, Unchecked>>
  const schema = jobSchema?.('PUBLIC') as { '~standard': { validate: Unchecked } }
  const subjects: Readonly<Record<string, readonly [call: Unchecked | undefined, good: unknown]>> = {
    prepareJob: [prepareJob, job],
    safePrepareJob: [safePrepareJob, job],
    jobSchema: [(value) => ({ ok: false, issues: [], ...(schema['~standard'].validate(value) as object) }), job],
    checkJob: [(value) => ({ ok: false, issues: checkJob?.('PUBLIC', value) }), parts],
    'checkJob, the sector': [(value) => ({ ok: false, issues: checkJob?.(value, parts) }), 'PUBLIC'],
    signingPlan: [(value) => safeSigningPlan?.(value, created), manifest],
    'signingPlan, the time': [(value) => safeSigningPlan?.(manifest, value), created],
    'signingPlan, the ends': [(value) => safeSigningPlan?.(manifest, created, value), [created]],
    manifestFor: [manifestFor, 'PUBLIC'],
  }
  for (const [name, [call, good]] of Object.entries(subjects))
    for (const { name: place, value } of withMarks(good)) await listener.hear(`${name}: ${place}`, () => call?.(value))
  const other = { ...job, documents: [...job.documents, { ...job.documents[0], title: marks.name, href: marks.file }] }
  await listener.hear('other documents', () => ({
    ok: false,
    issues: checkJob?.('PUBLIC', { ...parts, documents: other.documents, organizationNumber: '987654321' }),
  }))
  await listener.hear('no PDF', () => inspectPdf(markedBytes))
  await listener.hear('a time that is none', () => safeSigningPlan?.(manifest, new Date(Number.NaN)))
}
