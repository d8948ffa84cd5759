import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { writeBundle } from 'signering-portal/bundle'
import { makeInput, signingTime } from '../../testing/bundle/packages.js'

// The time zone is that of a process: in a thread it cannot be set.
describe('a package', () => {
  it('is the same in every time zone', async () => {
    const zone = process.env['TZ']
    const written: (readonly [digest: string, offset: number])[] = []
    try {
      for (const other of ['UTC', 'Europe/Oslo', 'Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu']) {
        process.env['TZ'] = other
        const { bytes } = await writeBundle(makeInput(2))
        written.push([createHash('sha256').update(bytes).digest('hex'), signingTime.getTimezoneOffset()])
      }
    } finally {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
    expect(new Set(written.map(([digest]) => digest)).size).toBe(1)
    // The zones were different ones indeed.
    expect(new Set(written.map(([, offset]) => offset)).size).toBe(written.length)
  })
})
