import { portalSignatureJobManifest } from 'signering-portal/codec'
import { safePrepareJob, type Job } from 'signering-portal/manifest'
import { expect, test } from 'vitest'
import { consentJob, deadlines, fieldErrors, judge, leaseJob, prepare } from '../../examples/job.js'
import { pdf } from '../../testing/manifest/pdf-files.js'

/** Runs the example; the lines that it tells come with what it makes. */
function told(change: Partial<Job<'PRIVATE'>> = {}): {
  prepared: ReturnType<typeof prepare>
  lines: readonly string[]
} {
  const lines: string[] = []
  const job = { ...leaseJob(pdf(), pdf()), ...change } as Job<'PRIVATE'>
  const prepared = prepare(job, (line) => lines.push(line))
  return { prepared, lines }
}

test('the job of the guide is prepared without a word', () => {
  const { prepared, lines } = told()
  expect(lines).toEqual([])
  expect(prepared?.documents.map(({ href }) => href)).toEqual(['document-1.pdf', 'document-2.pdf'])
  expect(prepared?.request).toEqual({ reference: '123-ABC', pollingQueue: 'leases' })
  expect(prepared?.manifest.title).toBe('Lease of 12 Storgata')
})

test('a signer in a variable of its own is one', () => {
  expect(safePrepareJob(consentJob(pdf()))).toMatchObject({ ok: true, warnings: [] })
})

test('warnings and errors are told as the guide says', () => {
  const padded = told({ documents: [{ title: 'Lease', bytes: pdf({ behind: ' '.repeat(2000) }) }] })
  expect(padded.lines).toHaveLength(1)
  expect(padded.lines[0]).toMatch(
    /^\/portal-signature-job-manifest\/documents\/document\[1\] warning rule.documents-pdf /,
  )
  expect(padded.prepared).toBeDefined()

  const wrong = told({ availability: { availableSeconds: 7_776_001 }, title: '' })
  expect(wrong.lines.map((line) => line.split(' ')[1])).toEqual(['schema.min-length', 'rule.availability-max'])
  expect(wrong.prepared).toBeUndefined()
})

test('a form can tell what is wrong with each of its fields', () => {
  const job = { ...leaseJob(pdf(), new Uint8Array(5)), title: '' }
  expect([...fieldErrors(job)].map(([field]) => field)).toEqual(['title', 'documents.1.bytes'])
  expect(fieldErrors(leaseJob(pdf(), pdf())).size).toBe(0)
})

test('a manifest from elsewhere is judged with line and column', () => {
  const { prepared } = told()
  expect.assert(prepared !== undefined)
  const { manifest } = prepared
  const xml = portalSignatureJobManifest.encode({ ...manifest, requiredAuthentication: '3' })
  expect(judge(new TextEncoder().encode(xml))).toEqual([
    expect.stringMatching(
      /^1:\d+ \/portal-signature-job-manifest\/signers\/signer\[1\]\/notifications warning rule.public-own-contact /,
    ),
  ])
})

test('the deadlines are four days apart', () => {
  const { prepared } = told()
  expect.assert(prepared !== undefined)
  expect(deadlines(prepared, new Date('2030-01-01T00:00:00Z'))).toEqual([
    new Date('2030-01-05T00:00:00Z'),
    new Date('2030-01-09T00:00:00Z'),
  ])
})

test('the example refuses a document that is encrypted', () => {
  const bytes = pdf({ entries: '/Encrypt 5 0 R' })
  expect(told({ documents: [{ title: 'Lease', bytes }] }).prepared).toBeUndefined()
})
