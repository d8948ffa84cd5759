import { createPrivateKey } from 'node:crypto'
import { existsSync, linkSync, readFileSync, symlinkSync } from 'node:fs'
import { portalSignatureJobManifest, type PortalSignatureJobManifest } from 'signering-portal/codec'
import { readBundle } from 'signering-portal/bundle'
import { describe, expect, test } from 'vitest'
import { loadCertificateWriter } from '../../src/simulator/certificate-authority.js'
import { makeSender, makeStranger } from '../../testing/certificates.js'
import { pdf } from '../../testing/manifest/pdf-files.js'
import { folderWith, run, type Run } from '../../testing/cli/terminal.js'

const sender = makeSender()
const manifest: PortalSignatureJobManifest = {
  signers: [{ identifiedByContactInformation: true, notifications: { email: { address: 'signer@example.com' } } }],
  sender: { organizationNumber: '988015814' },
  title: 'A title',
  documents: [
    { href: 'one.pdf', mime: 'application/pdf', title: 'One' },
    { href: 'two.pdf', mime: 'application/pdf', title: 'Two' },
  ],
}
const files = {
  'manifest.xml': portalSignatureJobManifest.encode(manifest),
  'key.pem': sender.leaf.privateKeyPem,
  'chain.pem': sender.certificates,
  'root.pem': sender.root.certificatePem,
  'one.pdf': pdf(),
  'two.pdf': pdf({ version: '1.7' }),
}
const secret = 'correct horse battery staple'
const encryptedKey = createPrivateKey(sender.leaf.privateKeyPem)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: secret })
  .toString()

type Folder = (name: string) => string

const bundleArguments = (file: Folder, documents = ['one.pdf', 'two.pdf']): readonly string[] => [
  'bundle',
  ...['manifest.xml', 'key.pem', 'chain.pem', 'out.asice'].flatMap((name, index) => [
    ['--manifest', '--key', '--certificates', '--output'][index] ?? '',
    file(name),
  ]),
  ...documents.map(file),
]

/** Runs bundle on good files with some of them changed. */
async function bundle(
  changed: Readonly<Record<string, string | Uint8Array>> = {},
  more: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<Run & { readonly file: Folder }> {
  const file = folderWith({ ...files, ...changed })
  return { ...(await run([...bundleArguments(file), ...more], { environment })), file }
}

test('what bundle writes, verify accepts', async () => {
  const { code, stdout, stderr, file } = await bundle({}, ['--sector', 'PUBLIC'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const bytes = readFileSync(file('out.asice'))
  expect(stdout).toBe(`${file('out.asice')}: a document package of ${bytes.length} bytes\n`)
  const read = readBundle(bytes)
  expect(read.manifest).toEqual(manifest)
  const verified = await run(['verify', '--trust', file('root.pem'), file('out.asice')])
  expect(verified.stdout).toMatch(/: a valid document package of 2 documents, signed at \d{4}-\d\d-\d\dT[\d:.]+Z\n$/)
  expect(verified).toMatchObject({ code: 0, stderr: '' })
})

test('warnings are told, and neither stop bundle nor verify', async () => {
  const [signer] = manifest.signers
  expect.assert(signer !== undefined)
  const warned = portalSignatureJobManifest.encode({ ...manifest, signers: [{ ...signer, order: 1 }] })
  for (const more of [[], ['--sector', 'PUBLIC']]) {
    const { code, stderr, file } = await bundle({ 'manifest.xml': warned }, more)
    expect(stderr.match(/ warning rule\.order-single /g)).toHaveLength(1)
    expect(code).toBe(0)
    const verified = await run(['verify', '--trust', file('root.pem'), file('out.asice')])
    expect(verified.stdout).toMatch(/ warning rule\.order-single [^]*: a valid document package/)
    expect(verified).toMatchObject({ code: 0, stderr: '' })
  }
})

test.each(['manifest.xml', 'key.pem', 'chain.pem', 'one.pdf', 'secret'])(
  '--output does not overwrite %s',
  async (name) => {
    const file = folderWith({ ...files, secret })
    const before = readFileSync(file(name))
    symlinkSync(name, file('symbolic'))
    linkSync(file(name), file('hard'))
    for (const output of [name, 'symbolic', 'hard'].map(file)) {
      const replaced = bundleArguments(file).map((argument) => (argument === file('out.asice') ? output : argument))
      const { code, stderr } = await run([...replaced, '--passphrase-file', file('secret')])
      expect(code).toBe(2)
      expect(stderr).toContain('--output names a file that is read')
      expect(readFileSync(file(name)).equals(before)).toBe(true)
    }
  },
)

test('a key comes as PKCS#12 too, which --output does not overwrite', async () => {
  const { pkcs12 } = await loadCertificateWriter()
  const [certificate, ...issuers] = [sender.leaf, sender.intermediate, sender.root].map((one) => one.certificatePem)
  expect.assert(certificate !== undefined)
  const store = pkcs12({
    ...{ key: sender.leaf.privateKeyPem, certificate, issuers, friendlyName: 'a name', passphrase: secret },
  })
  const file = folderWith({ ...files, 'key.p12': store })
  const own = ['--manifest', file('manifest.xml'), '--pkcs12', file('key.p12'), file('one.pdf'), file('two.pdf')]
  const environment = { SIGNERING_PORTAL_PASSPHRASE: secret }
  const written = await run(['bundle', ...own, '--output', file('out.asice')], { environment })
  expect(written).toMatchObject({ code: 0, stderr: '' })
  const verified = await run(['verify', '--trust', file('root.pem'), file('out.asice')])
  expect(verified).toMatchObject({ code: 0, stderr: '' })
  const lost = await run(['bundle', ...own, '--output', file('key.p12')], { environment })
  expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('would be lost') as string })
  expect(readFileSync(file('key.p12'))).toEqual(Buffer.from(store))
  const shut = await run(['bundle', ...own, '--output', file('out.asice')])
  expect(shut).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^signering-portal: key\.passphrase-m/) as string,
  })
  const both = await run(['bundle', ...own, '--key', file('key.pem'), '--output', file('out.asice')])
  expect(both.stderr).toContain('Either --pkcs12, or --key and --certificates, are needed.')
})

test.each(['manifest.xml', 'key.pem', 'chain.pem', 'two.pdf'])('%s comes from standard input too', async (name) => {
  const file = folderWith(files)
  const args = bundleArguments(file).map((argument) => (argument === file(name) ? '-' : argument))
  const { code, stderr } = await run(args, { input: readFileSync(file(name)) })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const written = readBundle(readFileSync(file('out.asice')))
  expect(written.documents.map(({ bytes }) => Buffer.from(bytes))).toEqual(
    ['one.pdf', 'two.pdf'].map((document) => readFileSync(file(document))),
  )
})

test('standard input cannot be two files, nor a document that the manifest does not have', async () => {
  const file = folderWith(files)
  const twice = await run(bundleArguments(file, ['one.pdf']).with(2, '-').concat('-'), { input: pdf() })
  expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('can be read only once') as string })
  const third = await run([...bundleArguments(file), '-'], { input: pdf() })
  expect(third).toMatchObject({ code: 1, stderr: expect.stringContaining('bundle.document-unexpected') as string })
})

test('--output - is standard output, and what is told goes to standard error', async () => {
  const file = folderWith(files)
  const args = bundleArguments(file).map((argument) => (argument === file('out.asice') ? '-' : argument))
  const { bytes, stdout, ...told } = await run(args)
  expect(bytes && readBundle(bytes).manifest).toEqual(manifest)
  expect({ ...told, stdout }).toEqual({
    ...{ code: 0, stdout: '' },
    stderr: `-: a document package of ${String(bytes?.length)} bytes\n`,
  })
  const json = await run([...args, '--json'])
  expect(json.stdout).toBe('')
  expect(JSON.parse(json.stderr)).toEqual({
    ...{ command: 'bundle', exitCode: 0, issues: [], result: { output: '-', bytes: json.bytes?.length } },
  })
})

test('--json tells what was written, and all problems of manifest and key at once', async () => {
  const { stdout, stderr, file } = await bundle({}, ['--json'])
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({
    result: { output: file('out.asice'), bytes: readFileSync(file('out.asice')).length },
  })
  const wrong = await bundle({ 'manifest.xml': '<error/>', 'key.pem': '' }, ['--json'])
  expect(JSON.parse(wrong.stdout)).toEqual({
    ...{ command: 'bundle', exitCode: 1 },
    issues: [
      expect.objectContaining({ file: wrong.file('manifest.xml'), code: 'schema.root', line: 1 }),
      { severity: 'error', code: 'key.missing', path: '', message: 'There is no private key in PEM.' },
    ],
  })
})

test('what cannot be written leaves the package that was there', async () => {
  const file = folderWith({ ...files, 'out.asice': 'old', 'key.pem': makeStranger().leaf.privateKeyPem })
  expect((await run(bundleArguments(file))).code).toBe(1)
  expect(readFileSync(file('out.asice'), 'utf8')).toBe('old')
})

describe('an encrypted key', () => {
  test('opens with the environment variable', async () => {
    const { code, stderr } = await bundle({ 'key.pem': encryptedKey }, [], { SIGNERING_PORTAL_PASSPHRASE: secret })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('opens with a file, of which only the first line counts', async () => {
    const file = folderWith({ ...files, 'key.pem': encryptedKey, secret: `${secret}\r\nmore\n` })
    const { code } = await run([...bundleArguments(file), '--passphrase-file', file('secret')])
    expect(code).toBe(0)
  })

  test('stays shut without a passphrase, or with a wrong one, and nothing shows it', async () => {
    const without = await bundle({ 'key.pem': encryptedKey })
    expect(without.stderr).toMatch(/^signering-portal: key\.passphrase-missing /)
    const wrong = await bundle({ 'key.pem': encryptedKey }, [], { SIGNERING_PORTAL_PASSPHRASE: 'wrong secret' })
    expect(wrong.stderr).toMatch(/^signering-portal: key\.passphrase /)
    expect(wrong.stderr).not.toContain('wrong secret')
    for (const { code, file } of [without, wrong]) {
      expect(code).toBe(1)
      expect(existsSync(file('out.asice'))).toBe(false)
    }
  })

  test('has no passphrase on the command line', async () => {
    const { code, stderr } = await bundle({ 'key.pem': encryptedKey }, ['--passphrase', secret])
    expect(stderr).toMatch(/^signering-portal: Unknown option '--passphrase'\.\n/)
    expect(stderr).not.toContain(secret)
    expect(code).toBe(2)
  })
})

test.each([
  ['a manifest that is none', { 'manifest.xml': '<error/>' }, [], /manifest\.xml:1:1 schema\.root /],
  ['a key that is none', { 'key.pem': 'no key' }, [], /^signering-portal: key\.missing /],
  ['a key of another', { 'key.pem': makeStranger().leaf.privateKeyPem }, [], /^signering-portal: key\.mismatch /],
  ['certificates that are none', { 'chain.pem': new Uint8Array([0, 255]) }, [], /^signering-portal: key\.certificate /],
  ['a document that is no PDF', { 'one.pdf': 'text' }, ['--sector', 'PUBLIC'], /manifest\.xml rule\.documents-pdf /],
])('%s is a problem, and nothing is written', async (_, changed, more, expected) => {
  const { code, stdout, stderr, file } = await bundle(changed, more)
  expect(stderr).toMatch(expected)
  expect({ code, stdout, written: existsSync(file('out.asice')) }).toEqual({ code: 1, stdout: '', written: false })
})

test('documents must be those of the manifest', async () => {
  const file = folderWith({ ...files, 'three.pdf': pdf() })
  const { code, stderr } = await run(bundleArguments(file, ['one.pdf', 'three.pdf']))
  expect(stderr).toMatch(
    /^signering-portal: .*bundle\.document-missing .*\nsignering-portal: .*bundle\.document-unexpected /,
  )
  expect(code).toBe(1)
})

test.each([
  [
    'no option',
    ['bundle'],
    '--manifest and --output are needed.\nEither --pkcs12, or --key and --certificates, are needed.',
  ],
  [
    'no option but a sector',
    ['bundle', '--sector', 'x'],
    '--sector is PUBLIC or PRIVATE.\n--manifest and --output are needed.\nEither --pkcs12,',
  ],
  [
    'no file',
    [
      'bundle',
      ...['manifest', 'key', 'certificates'].flatMap((name) => [`--${name}`, `/no/${name}`]),
      '--output',
      'x',
      '.',
    ],
    [
      '/no/manifest: no such file or directory.',
      '.: is a directory.',
      '/no/key: no such file or directory.',
      '/no/certificates: no such file or directory.',
    ].join('\n'),
  ],
  ['a document that is missing', ['nowhere.pdf'], 'nowhere.pdf: no such file or directory.'],
  ['a folder as document', [''], ': is a directory.'],
])('bundle: %s is a usage error', async (_, args, message) => {
  const file = folderWith(files)
  const { code, stdout, stderr } = await run(args[0] === 'bundle' ? args : bundleArguments(file, args))
  expect(stderr).toContain(message)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
