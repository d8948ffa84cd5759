import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { UsageError, type Terminal } from '../../src/cli/command.js'
import { keyFilesIn, readKeyFiles, requireKeyFiles, signingKeyOf } from '../../src/cli/key-files.js'
import { byOpenssl } from '../../testing/bundle/openssl-pkcs12.js'
import { makeSender } from '../../testing/certificates.js'
import { folderWith } from '../../testing/cli/terminal.js'
import { describeWith, openssl } from '../../testing/requirements.js'

const sender = makeSender()
const terminal = (input = '', environment: Record<string, string> = {}): Terminal =>
  ({ input: Readable.from(input === '' ? [] : [Buffer.from(input)]), environment }) as unknown as Terminal

test('one key is needed, in PEM or as PKCS#12', () => {
  const needed = new UsageError('Either --pkcs12, or --key and --certificates, are needed.')
  for (const options of [
    {},
    { key: 'a' },
    { certificates: ['a'] },
    { pkcs12: 'a', key: 'b' },
    { pkcs12: 'a', certificates: ['b'] },
    { pkcs12: 'a', key: 'b', certificates: ['c'] },
  ])
    expect(() => {
      requireKeyFiles(options)
    }).toThrow(needed)
  for (const options of [{ pkcs12: 'a' }, { key: 'a', certificates: ['b', 'c'] }]) requireKeyFiles(options)
})

test('all files are named, and all that cannot be read are told', async () => {
  const options = { key: 'k', certificates: ['c', 'd'], pkcs12: 'p', 'passphrase-file': 'f' }
  expect(keyFilesIn(options)).toEqual(['k', 'c', 'd', 'p', 'f'])
  expect(keyFilesIn({})).toEqual([])
  const folder = folderWith({})
  const paths = { key: folder('k'), certificates: [folder('c'), folder('d')], 'passphrase-file': folder('f') }
  const lines = ['k', 'c', 'd', 'f'].map((name) => `${folder(name)}: no such file or directory.`)
  await expect(readKeyFiles(paths, terminal())).rejects.toThrow(new UsageError(lines, 'cli.unusable'))
})

test('the passphrase is the first line of its file, or else in the environment', async () => {
  const environment = { SIGNERING_PORTAL_PASSPHRASE: 'of the environment' }
  const file = folderWith({ secret: 'the first æ\r\nmore\n', none: '' })
  const read = async (path: string | undefined, input?: string): Promise<string | undefined> =>
    (await readKeyFiles({ 'passphrase-file': path }, terminal(input, environment))).passphrase
  expect(await read(undefined)).toBe('of the environment')
  expect(await read(file('secret'))).toBe('the first æ')
  expect(await read(file('none'))).toBe('')
  expect(await read('-', 'piped\n')).toBe('piped')
  expect((await readKeyFiles({}, terminal())).passphrase).toBeUndefined()
})

test('a key in PEM goes with its certificates, from files or standard input', async () => {
  const { certificates } = sender
  const file = folderWith({ 'chain.pem': certificates, 'key.pem': sender.leaf.privateKeyPem })
  const options = { key: file('key.pem'), certificates: ['-'] }
  const key = await signingKeyOf(await readKeyFiles(options, terminal(certificates)))
  expect(key).toMatchObject({ ok: true })
  const without = await signingKeyOf(await readKeyFiles({ ...options, certificates: [] }, terminal()))
  expect(without).toMatchObject({ ok: false, issues: [{ code: 'key.certificate' }] })
})

describeWith([openssl], 'PKCS#12 of OpenSSL', () => {
  test.each([
    ['opens with its passphrase', 'a passphrase ø', 'a passphrase ø', undefined],
    ['opens with an empty one', '', '', undefined],
    ['stays shut with another', 'a passphrase', 'other', 'key.passphrase'],
    ['stays shut without one', 'a passphrase', undefined, 'key.passphrase-missing'],
  ])('%s', async (_, passphrase, given, code) => {
    const file = folderWith({ 'file.p12': byOpenssl(sender, passphrase) })
    const environment = given === undefined ? {} : { SIGNERING_PORTAL_PASSPHRASE: given }
    const key = await signingKeyOf(await readKeyFiles({ pkcs12: file('file.p12') }, terminal('', environment)))
    expect(key).toMatchObject(code === undefined ? { ok: true } : { ok: false, issues: [{ code }] })
  })
})
