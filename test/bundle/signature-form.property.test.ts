import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formError } from '../../src/bundle/signature-error.js'
import { signatureForm } from '../../src/bundle/signature-form.js'
import { attempt } from '../../src/outcome.js'
import { holdTo } from '../../src/xml/form.js'
import { parseXmlTree } from '../../src/xml/tree.js'
import { makeDocument, spoil, writeDocument } from '../../testing/bundle/signature-documents.js'
import { signatureJudge } from '../../testing/bundle/signature-schema.js'
import { Random } from '../../testing/conformance/random.js'
import { describeWith, officialFiles } from '../../testing/requirements.js'
import { runs, seed } from '../../testing/seed.js'

const hasForm = (xml: string): boolean =>
  attempt(() => parseXmlTree(new TextEncoder().encode(xml), holdTo(signatureForm, formError))).ok

/** As many documents as this run makes, drawn with its seed. */
function documents(
  count: number,
  change: (made: ReturnType<typeof makeDocument>, random: Random) => void,
): readonly string[] {
  const random = new Random(seed)
  return Array.from({ length: runs(count) }, () => {
    const made = makeDocument(random)
    change(made, random)
    return writeDocument(made, random)
  })
}

const made = documents(100, () => undefined)
const spoilt = documents(800, spoil)

it('what is made of the form has it', () => {
  expect(made.find((xml) => !hasForm(xml))).toBe(undefined)
})

it('what is changed has it at times, and at times not', () => {
  const kept = spoilt.filter(hasForm).length
  expect(kept).not.toBe(0)
  expect(kept).not.toBe(spoilt.length)
})

describeWith([officialFiles], 'the form of a signature, by the official schemas and libxml2', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'))
  let judge: ReturnType<typeof signatureJudge> | undefined
  beforeAll(() => {
    judge = signatureJudge(folder)
  })
  afterAll(() => {
    judge?.dispose()
    rmSync(folder, { recursive: true })
  })

  it('has nothing that they refuse', () => {
    expect(made.find((xml) => judge?.isValid(xml) !== true)).toBe(undefined)
  })

  it('is lacking wherever they refuse a document that was changed', () => {
    const invalid = spoilt.filter((xml) => judge?.isValid(xml) !== true)
    expect(invalid.length).toBeGreaterThan(spoilt.length / 3)
    expect(invalid.find(hasForm)).toBe(undefined)
  })
})
