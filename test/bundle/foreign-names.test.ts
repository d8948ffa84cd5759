/** Packages of other writers, whose documents have names that ours does not write. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { safeReadBundle, safeVerifyBundle } from 'signering-portal/bundle'
import { createSimulator, simulatorFetch, virtualClock, writePdf } from 'signering-portal/simulator'
import { expect, onTestFinished, test } from 'vitest'
import { readKey } from '../../src/bundle/key.js'
import { writeSignatures } from '../../src/bundle/signature-writer.js'
import { namespace } from '../../src/codec/spec.js'
import { makeInput, makeManifest, sender, signingTime } from '../../testing/bundle/packages.js'
import { run } from '../../testing/cli/terminal.js'
import { codes } from '../../testing/issues.js'
import { manifestSchema } from '../../testing/manifest/manifest-schema.js'
import { describeWith, python, unzip } from '../../testing/requirements.js'
import { multipart } from '../../testing/simulator/raw-client.js'

const zipWith = `
import json, sys, zipfile, base64
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    for name, content in json.load(sys.stdin):
        archive.writestr(name, base64.b64decode(content))
`

/** Packs documents by Python, and signs them by URIs that are encoded as RFC 3986 says. */
async function packed(names: readonly string[]): Promise<{ readonly path: string; readonly manifestXml: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'foreign-names-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const documents = names.map((href) => ({ href, mime: 'application/pdf', bytes: writePdf([href]) }))
  const manifestXml = manifestSchema.encode(makeManifest(documents))
  const files = [
    ...documents.map(({ href, mime, bytes }) => ({ name: href, mime, bytes })),
    { name: 'manifest.xml', mime: 'application/xml', bytes: new TextEncoder().encode(manifestXml) },
  ]
  const key = readKey(makeInput(1).key, signingTime)
  expect.assert(key.ok)
  const encoded = files.map((file) => ({ ...file, name: encodeURIComponent(file.name) }))
  const signatures = await writeSignatures({ ...key.value, files: encoded, signingTime })
  expect.assert(signatures.ok)
  const all = [
    ...files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')]),
    ['META-INF/signatures.xml', Buffer.from(signatures.value).toString('base64')],
  ]
  const path = join(folder, 'package.asice')
  const { status, stderr } = spawnSync('python3', ['-c', zipWith, path], { input: JSON.stringify(all) })
  expect([status, String(stderr)]).toEqual([0, ''])
  return { path, manifestXml }
}

describeWith([python, unzip], 'a package of Python', () => {
  test.each([
    ...[
      'Kontrakt for leie.pdf',
      'æøå.pdf',
      'doc (1).pdf',
      '_x.pdf',
      'a+b & c=d.pdf',
      '100 %.pdf',
      'x#y.pdf',
      '.skjult',
    ],
    ...['con.pdf', 'NUL.txt', 'avtale.', "Kari's [avtale], 2. utkast!.pdf", '😀😀.pdf', 'a;b@c$.pdf', '~$vtale.pdf'],
    ...['Leie: avtale.pdf', 'Hva nå?.pdf', '"a" * <b> | c.pdf', 'Pris:$100.pdf'],
    ...[
      '1／2.pdf',
      'Brev ℅ Ola.pdf',
      'a：b.pdf',
      'm² og ①.pdf',
      'ｍanifest.xml',
      'DOCUME~1.PDF',
      'document-1.pdf\u00A0',
    ],
  ])('is taken with a document named %s, with a warning', async (name) => {
    const { path, manifestXml } = await packed(['document-1.pdf', name])
    const unpacked = join(dirname(path), 'unpacked')
    expect(spawnSync('unzip', ['-q', path, '-d', unpacked]).status).toBe(0)
    expect(readFileSync(join(unpacked, name)).equals(writePdf([name]))).toBe(true)
    const bytes = readFileSync(path)
    const read = safeReadBundle(bytes)
    expect.assert(read.ok, JSON.stringify(read))
    expect(read.value.documents.map(({ href, bytes: content }) => [href, Buffer.from(content)])).toEqual(
      ['document-1.pdf', name].map((href) => [href, Buffer.from(writePdf([href]))]),
    )
    expect(codes(read.warnings)).toEqual(['rule.href-characters'])
    expect(read.warnings[0]?.property).toEqual(['manifest', 'documents', 1, 'href'])
    const verified = safeVerifyBundle(bytes, { trust: [sender.root.certificateDer], receivedAt: signingTime })
    expect.assert(verified.ok, JSON.stringify(verified))

    const manifestPath = `${path}.xml`
    writeFileSync(manifestPath, manifestXml)
    const validated = await run(['validate', manifestPath])
    expect(validated).toMatchObject({ code: 0, stderr: '' })
    expect(validated.stdout).toContain('warning rule.href-characters')
    const json = JSON.parse((await run(['validate', '--json', manifestPath])).stdout) as unknown
    expect(json).toMatchObject({ exitCode: 0, issues: [{ severity: 'warning', code: 'rule.href-characters' }] })

    const organizationNumber = '988015814'
    const senders = [{ organizationNumber, sector: 'PRIVATE' }] as const
    const portal = createSimulator({ clock: virtualClock(signingTime), senders })
    const url = `https://portal.example/api/${organizationNumber}/portal/signature-jobs`
    const headers = { 'Content-Type': 'multipart/mixed; boundary=frontier' }
    const body = multipart(`<portal-signature-job-request xmlns="${namespace}"/>`, bytes)
    const created = await simulatorFetch(portal)(url, { method: 'POST', headers, body })
    expect([created.status, created.ok ? '' : await created.text()]).toEqual([200, ''])
  })

  test.each([
    [['same.pdf', 'Same.pdf'], ['bundle.entry-duplicate']],
    [['å.pdf', 'a\u030A.pdf'], ['bundle.entry-duplicate']],
    [['manifest.xml.'], ['bundle.entry-duplicate']],
    [['../document.pdf'], ['bundle.entry-name']],
    [['folder/document.pdf'], ['bundle.entry-name']],
    [['C:document.pdf'], ['bundle.entry-name']],
    [['what?.pdf', 'what*.pdf'], ['bundle.entry-duplicate']],
    [['manifest.xml:a.pdf'], ['bundle.entry-duplicate']],
    [['a.pdf', 'A.pdf:b.pdf'], ['bundle.entry-duplicate']],
    [['straße.pdf', 'strasse.pdf'], ['bundle.entry-duplicate']],
    [['mimetype'], ['rule.href-unique']],
  ])('is refused with what the archive would lose or hide: %j', async (names, expected) => {
    const { path, manifestXml } = await packed(names)
    const read = safeReadBundle(readFileSync(path))
    expect.assert(!read.ok)
    expect(codes(read.issues.filter(({ severity }) => severity === 'error'))).toEqual(expected)
    const manifestPath = `${path}.xml`
    writeFileSync(manifestPath, manifestXml)
    const validated = await run(['validate', manifestPath])
    expect(validated.code).toBe(1)
    expect(validated.stdout).toMatch(/ rule\.href-unique /)
  })

  test.each([
    ['avtale;1', 'avtale'],
    ['a\tb.pdf', 'ab.pdf'],
    ['line\nend.pdf', 'lineend.pdf'],
    ['a\u007Fb.pdf', 'ab.pdf'],
  ])('is refused with a name that unzip writes differently: %j', async (name, unpacked) => {
    const { path } = await packed([name])
    const folder = dirname(path)
    expect(spawnSync('unzip', ['-q', path, '-d', folder]).status).toBe(0)
    expect([existsSync(join(folder, name)), existsSync(join(folder, unpacked))]).toEqual([false, true])
    const read = safeReadBundle(readFileSync(path))
    expect.assert(!read.ok)
    expect(codes(read.issues.filter(({ severity }) => severity === 'error'))).toEqual(['bundle.entry-name'])
  })
})
