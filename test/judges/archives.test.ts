import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { maximumBundleBytes } from 'signering-portal/bundle'
import { readZip } from '../../src/bundle/zip-reader.js'
import { archiveContent, archiveReaders } from '../../testing/bundle/archive-readers.js'
import { anyArchive, changed } from '../../testing/bundle/random-archives.js'
import { describeWith } from '../../testing/requirements.js'
import { runs } from '../../testing/seed.js'

const folder = mkdtempSync(join(tmpdir(), 'archives-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

interface Accepted {
  readonly path: string
  readonly content: string
}

/** Writes those of some archives that we accept. */
function acceptedOf(name: string, archives: readonly Uint8Array[]): readonly Accepted[] {
  return archives.flatMap((bytes, index) => {
    const read = readZip(bytes, maximumBundleBytes)
    const path = join(folder, `${name}-${index}.zip`)
    if (!read.ok) return []
    writeFileSync(path, bytes)
    return [{ path, content: archiveContent(read.value) }]
  })
}

const isRead = (bytes: Uint8Array): boolean => {
  const read = readZip(bytes, maximumBundleBytes)
  return read.ok && read.value.length > 0
}
const generated = fc.sample(anyArchive, runs(2000)).filter(isRead)
const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 2 })
const mutated = fc
  .sample(changes, runs(2000))
  .map((list, index) => changed(generated[index % generated.length] ?? new Uint8Array(22), list))
  .filter((bytes) => isRead(bytes))
const accepted = [...acceptedOf('generated', generated), ...acceptedOf('mutated', mutated)]

it('archives at random are accepted, so that there are some to compare', () => {
  expect(generated).not.toEqual([])
  expect(mutated).not.toEqual([])
})

for (const { name, requirements, read } of archiveReaders)
  describeWith(requirements, `archives that we accept, by ${name}`, () => {
    it('are read, to the same names and contents', () => {
      const own = join(folder, name.replaceAll(' ', '-'))
      mkdirSync(own)
      const contents = read(
        accepted.map(({ path }) => path),
        own,
      )
      const told = accepted.map(({ path, content }, index) => ({ path, content, others: contents[index] ?? [] }))
      const different = told.filter(
        ({ content, others }) => others.length === 0 || others.some((other) => other !== content),
      )
      expect(different).toEqual([])
    })
  })
