import { describe, expect, it } from 'vitest'
import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import type { Issue } from 'signering-portal/codec'
import { foreignArchive, foreignSignatures } from '../../testing/bundle/foreign-signatures.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { variants } from '../../testing/bundle/signature-variants.js'

const input = makeInput(2)
const { manifestXml } = await writeBundle(input)
const files = new Map([
  ...input.documents.map(({ href, bytes }) => [href, bytes] as const),
  ['manifest.xml', manifestXml] as const,
])

function issuesOf(change: (xml: string) => string): readonly Issue[] {
  const bytes = foreignArchive(files, foreignSignatures(files, { change }))
  const verified = safeVerifyBundle(bytes, { trust: [sender.root.certificatePem], receivedAt: signingTime })
  return verified.ok ? [] : verified.issues
}

describe('a signature is accepted with', () => {
  it.each(variants.filter(({ code }) => code === undefined))('$about', ({ change }) => {
    expect(issuesOf(change)).toEqual([])
  })
})

describe('a signature is refused with', () => {
  it.each(variants.filter(({ code }) => code !== undefined))('$about', ({ change, code }) => {
    expect(issuesOf(change).map((issue) => issue.code)).toContain(code)
  })
})
