import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeVerifyBundle, writeBundle } from 'signering-portal/bundle'
import { fileNameOf } from '../../src/bundle/reference-uri.js'
import { readKey } from '../../src/bundle/key.js'
import { writeSignatures } from '../../src/bundle/signature-writer.js'
import { makeArchive } from '../../testing/bundle/archives.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { runs } from '../../testing/seed.js'
import { codes } from '../../testing/issues.js'

/** What the URL of the WHATWG leads to from the root of a host; undefined where it leads elsewhere, or further. */
function byUrl(uri: string): string | undefined {
  try {
    const { origin, pathname, search, hash } = new URL(uri, 'http://archive/')
    const path = decodeURIComponent(pathname.slice(1))
    return origin === 'http://archive' && search === '' && hash === '' && path !== '' ? path : undefined
  } catch {
    return undefined
  }
}

const led: readonly (readonly [uri: string, name: string])[] = [
  ['document-1.pdf', 'document-1.pdf'],
  ['a%20b.pdf', 'a b.pdf'],
  ['a b.pdf', 'a b.pdf'],
  ['a+b.pdf', 'a+b.pdf'],
  ['a%2Bb.pdf', 'a+b.pdf'],
  ['a%2bb.pdf', 'a+b.pdf'],
  ['%61.pdf', 'a.pdf'],
  ['bl%C3%A5b%c3%a6r.pdf', 'blåbær.pdf'],
  ['blåbær.pdf', 'blåbær.pdf'],
  ['x%23y.pdf', 'x#y.pdf'],
  ['x%3Fy.pdf', 'x?y.pdf'],
  ['a%2520b.pdf', 'a%20b.pdf'],
  ['./a.pdf', 'a.pdf'],
  ['./a:b.pdf', 'a:b.pdf'],
  ['a/b:c.pdf', 'a/b:c.pdf'],
  ['././a.pdf', 'a.pdf'],
  ['a/../b.pdf', 'b.pdf'],
  ['%2e/a.pdf', 'a.pdf'],
  ['a/%2E%2e/b.pdf', 'b.pdf'],
  ['META-INF/./signatures.xml', 'META-INF/signatures.xml'],
  ['a;b=c,d.pdf', 'a;b=c,d.pdf'],
  ["(1)!*$&'@~[a].pdf", "(1)!*$&'@~[a].pdf"],
]

const astray: readonly (readonly [what: string, uri: string])[] = [
  ['nothing', ''],
  ['a fragment', '#x'],
  ['a part of a file', 'x#y.pdf'],
  ['a part of no name', 'a.pdf#'],
  ['a query', 'a.pdf?b'],
  ['a query of no name', 'a.pdf?'],
  ['another scheme', 'http://example.com/a.pdf'],
  ['a file of the machine', 'file:///a.pdf'],
  ['a scheme and a path', 'zip:a.pdf'],
  ['another authority', '//a.pdf'],
  ['a path from a root', '/a.pdf'],
  ['what is above the root', '../a.pdf'],
  ['what is above the root, encoded', '%2e%2e/a.pdf'],
  ['what is above the root, later', 'a/../../b.pdf'],
  ['a folder', 'a.pdf/'],
  ['a folder by a dot', 'a.pdf/.'],
  ['the root', '.'],
  ['the root by two dots', 'a/..'],
  ['a separator that is encoded', 'META-INF%2Fa.pdf'],
  ['a percent sign', '100%.pdf'],
  ['one digit', 'a%2.pdf'],
  ['no digits', 'a%zz.pdf'],
  ['an overlong form', '%C0%AEa.pdf'],
  ['half a character', '%C3.pdf'],
  ['half a surrogate pair', '%ED%A0%80.pdf'],
  ['Latin-1', 'bl%E5.pdf'],
]

describe('the URI of a reference', () => {
  it.each(led)('%s leads to %s', (uri, name) => {
    expect(fileNameOf(uri)).toBe(name)
    expect(byUrl(uri)).toBe(name)
  })

  it.each(astray)('leads to no file: %s', (_, uri) => {
    expect(fileNameOf(uri)).toBeUndefined()
  })

  it('leads where a URL leads, if it leads to a file', () => {
    const part = fc.constantFrom(
      ...['a', 'B', '.', '..', '/', '%20', '%2e', '%41', '%C3%A5', 'å', '+', ';', '=', '~', '?', '#', ':', '%2F', '%'],
    )
    let leading = 0
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const uri = parts.join('')
        const name = fileNameOf(uri)
        if (name === undefined) return
        leading++
        expect(byUrl(uri)).toBe(name)
      }),
      { numRuns: runs(3000) },
    )
    expect(leading).not.toBe(0)
  })
})

describe('a package', () => {
  /** One with a file that a signature refers to by a URI. */
  const verify = async (name: string, uri: string): Promise<readonly string[]> => {
    const { bytes, manifestXml } = await writeBundle(makeInput(1))
    const named = new TextEncoder().encode(new TextDecoder().decode(manifestXml).replace('document-1.pdf', name))
    const [document] = makeInput(1).documents
    const key = readKey(makeInput(1).key, signingTime)
    if (document === undefined || !key.ok) throw new Error(`${bytes.length} bytes without a document`)
    const manifest = { name: 'manifest.xml', mime: 'application/xml', bytes: named }
    const files = [{ ...document, name: uri }, manifest]
    const signatures = await writeSignatures({ ...key.value, files, signingTime })
    if (!signatures.ok) throw new Error('it was not signed')
    const signature = { name: 'META-INF/signatures.xml', bytes: new TextEncoder().encode(signatures.value) }
    const archive = makeArchive([{ name, bytes: document.bytes, flags: 0x800, madeBy: 0x031e }, manifest, signature])
    const verified = safeVerifyBundle(archive, { trust: [sender.root.certificateDer], receivedAt: signingTime })
    return verified.ok ? [] : codes(verified.issues.filter(({ severity }) => severity === 'error'))
  }

  it.each([
    ['document-1.pdf', './document%2D1.pdf'],
    ['a b.pdf', 'a%20b.pdf'],
    ['a b.pdf', 'a b.pdf'],
    ['[a].pdf', '%5Ba%5D.pdf'],
    ['a+b.pdf', 'a+b.pdf'],
    ['x#y.pdf', 'x%23y.pdf'],
    ['blåbær.pdf', 'bl%C3%A5b%C3%A6r.pdf'],
  ])('with %s is accepted, referred to by %s', async (name, uri) => {
    expect(await verify(name, uri)).toEqual([])
  })

  it.each([
    ['x#y.pdf', 'x#y.pdf'],
    ['a b.pdf', 'a+b.pdf'],
    ['a%20b.pdf', 'a%20b.pdf'],
    ['a.pdf', '/a.pdf'],
    ['a.pdf', 'a.pdf#'],
    ['bl\ufffd.pdf', 'bl%E5.pdf'],
  ])('with %s is refused, referred to by %s', async (name, uri) => {
    expect(await verify(name, uri)).toEqual(['signature.reference', 'signature.unsigned-file'])
  })

  it.each([
    ['100%.pdf', '100%.pdf'],
    ['%zz.pdf', '%zz.pdf'],
    ['[a].pdf', '[a].pdf'],
    ['a  b.pdf', 'a  b.pdf'],
    ['a.pdf', ' a.pdf'],
    ['a.pdf', '1:a.pdf'],
  ])('with %s is refused, referred to by %s, which is no URI by a schema', async (name, uri) => {
    expect(await verify(name, uri)).toContain('signature.structure')
  })
})
