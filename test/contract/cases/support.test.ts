import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkJob } from 'signering-portal/manifest'
import { privateSenderOrganizationNumber, publicSenderOrganizationNumber } from 'signering-portal/simulator'
import type { PreparedJob, Sector } from 'signering-portal/manifest'
import type { CaseContext } from '../../../src/contract/cases/case.js'
import { create, present, type JobChanges } from '../../../src/contract/cases/support.js'

/** The job that a client is to create. */
async function jobFor(organizationNumber: string, changes?: JobChanges): Promise<PreparedJob<Sector>> {
  const jobs: PreparedJob<Sector>[] = []
  const adapter = { create: (job: PreparedJob<Sector>) => jobs.push(job) }
  await create({ organizationNumber, adapter } as unknown as CaseContext, changes)
  const [job] = jobs
  return job ?? expect.unreachable('no job was created')
}

describe('the ordinary job of the cases', () => {
  it.each([
    ['PUBLIC', publicSenderOrganizationNumber],
    ['PRIVATE', privateSenderOrganizationNumber],
  ] as const)('breaks no rule that stops a job of sector %s', async (sector, organizationNumber) => {
    const issues = checkJob(sector, { ...(await jobFor(organizationNumber)), organizationNumber })
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('has what a case changes about it, and a file for each document', async () => {
    const documents = ['one.pdf', 'two.pdf'].map((href) => ({ href, mime: 'application/pdf', title: href }))
    const job = await jobFor(publicSenderOrganizationNumber, {
      request: { reference: 'r' },
      manifest: { documents, title: 'Another' },
    })
    expect(job.request).toEqual({ reference: 'r' })
    expect(job.manifest).toMatchObject({
      title: 'Another',
      documents,
      sender: { organizationNumber: publicSenderOrganizationNumber },
    })
    expect(job.documents.map(({ href }) => href)).toEqual(['one.pdf', 'two.pdf'])
    const hashes = job.documents.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))
    expect(new Set(hashes).size).toBe(2)
  })

  it('needs the addresses that are looked for', () => {
    expect(present('https://portal.example', 'pades-url')).toBe('https://portal.example')
    expect(() => present(undefined, 'pades-url')).toThrow('pades-url must be there')
  })
})
