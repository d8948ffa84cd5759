import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkJob } from 'signering-portal/manifest'
import { privateSender, publicSender } from 'signering-portal/simulator'
import { jobWith, present } from '../../../src/contract/cases/support.js'

describe('the ordinary job of the cases', () => {
  it.each([
    ['PUBLIC', publicSender],
    ['PRIVATE', privateSender],
  ] as const)('breaks no rule that stops a job of sector %s', (sector, organizationNumber) => {
    const issues = checkJob(sector, { ...jobWith(organizationNumber), organizationNumber })
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('has what a case changes about it, and a file for each document', () => {
    const documents = ['one.pdf', 'two.pdf'].map((href) => ({ href, mime: 'application/pdf', title: href }))
    const job = jobWith(publicSender, { request: { reference: 'r' }, manifest: { documents, title: 'Another' } })
    expect(job.request).toEqual({ reference: 'r' })
    expect(job.manifest).toMatchObject({ title: 'Another', documents, sender: { organizationNumber: publicSender } })
    expect(job.documents.map(({ href }) => href)).toEqual(['one.pdf', 'two.pdf'])
    const hashes = job.documents.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))
    expect(new Set(hashes).size).toBe(2)
  })

  it('needs the addresses that are looked for', () => {
    expect(present('https://portal.example', 'pades-url')).toBe('https://portal.example')
    expect(() => present(undefined, 'pades-url')).toThrow('pades-url must be there')
  })
})
