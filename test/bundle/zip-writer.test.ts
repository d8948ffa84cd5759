import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { maximumBundleBytes } from 'signering-portal/bundle'
import { readZip } from '../../src/bundle/zip-reader.js'
import { placeFiles, writeZip, type ZipEntry } from '../../src/bundle/zip-writer.js'
import { runs } from '../../testing/seed.js'

const file: fc.Arbitrary<ZipEntry> = fc.record({
  name: fc.stringMatching(/^[a-zæøå]{1,20}$/),
  bytes: fc.uint8Array({ maxLength: 300 }),
})
const files = fc.uniqueArray(file, { selector: ({ name }) => name, minLength: 1, maxLength: 8 })

it('files that lie where they are to be make the same archive, of no other bytes', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (entries) => {
      const [last, ...others] = entries
      if (last === undefined) return
      const { files: placed, archive } = placeFiles(others, { name: last.name, length: last.bytes.length })
      const written = await writeZip([...placed, last], false, archive)
      expect(written).toBe(archive)
      const [first] = placed
      const expected = await writeZip([...others, last], false)
      expect(written).toEqual(expected)
      expect(readZip(written, maximumBundleBytes)).toMatchObject({ ok: true, value: [...others, last] })
      // What was placed is the content of the archive itself.
      if (first !== undefined) expect(first.bytes.buffer).toBe(written.buffer)
    }),
    { numRuns: runs(100) },
  )
})

it('files that lie elsewhere, or are deflated, make an archive all the same', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: -20, max: 20 }), fc.boolean(), async (entries, off, compress) => {
      const [last, ...others] = entries
      if (last === undefined) return
      const length = Math.max(0, last.bytes.length + off)
      const { files: placed, archive } = placeFiles(others, { name: last.name, length })
      const written = await writeZip([...placed, last], compress, archive)
      expect(written).toEqual(await writeZip([...others, last], compress))
    }),
    { numRuns: runs(100) },
  )
})

it('what is placed is a copy', () => {
  const bytes = Uint8Array.of(1, 2, 3)
  const { files: placed } = placeFiles([{ name: 'a', bytes, mime: 'text/plain' }], { name: 'b', length: 1 })
  bytes.fill(0)
  expect(placed).toEqual([{ name: 'a', bytes: Uint8Array.of(1, 2, 3), mime: 'text/plain' }])
})
