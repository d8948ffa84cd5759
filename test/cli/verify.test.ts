import { writeBundle } from 'signering-portal/bundle'
import { expect, test } from 'vitest'
import { makeInput, sender } from '../../testing/bundle/packages.js'
import { makeStranger } from '../../testing/certificates.js'
import { folderWith, run } from '../../testing/cli/terminal.js'

const { bytes } = await writeBundle(makeInput(2))
const files = { 'root.pem': sender.root.certificatePem, 'package.asice': bytes }

/** The package with a byte of its first document changed: documents are stored, so it is a byte of the package too. */
function spoiled(): Uint8Array {
  const changed = Buffer.from(bytes)
  changed.write('X', changed.indexOf('%PDF') + 1)
  return changed
}

test('a package is valid by the certificate that it leads to', async () => {
  const file = folderWith(files)
  const { code, stdout, stderr } = await run(['verify', '--trust', file('root.pem'), file('package.asice')])
  expect(stdout).toBe(
    `${file('package.asice')}: a valid document package of 2 documents, signed at 2026-11-23T20:15:30.123Z\n`,
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('--json tells what is valid, and why what is not is not', async () => {
  const file = folderWith(files)
  const valid = await run(['verify', '--json', '--trust', file('root.pem'), file('package.asice')])
  expect(JSON.parse(valid.stdout)).toEqual({
    ...{ command: 'verify', exitCode: 0, issues: [] },
    result: { file: file('package.asice'), valid: true, documents: 2, signingTime: '2026-11-23T20:15:30.123Z' },
  })
  const other = await run(['verify', '--json', '--environment', 'test', '-'], { input: bytes })
  expect(JSON.parse(other.stdout)).toEqual({
    ...{ command: 'verify', exitCode: 1, result: { file: '-', valid: false } },
    issues: [expect.objectContaining({ file: '-', code: 'signature.untrusted' })],
  })
})

test('one of the files can be standard input, and no more', async () => {
  const file = folderWith(files)
  const trusted = await run(['verify', '--trust', '-', file('package.asice')], { input: files['root.pem'] })
  expect(trusted).toMatchObject({ code: 0, stderr: '' })
  const { code, stderr } = await run(['verify', '--trust', '-', '-'], { input: bytes })
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('read only once') as string })
})

test.each(['production', 'test'])('a package of nobody in the environment %s is a problem', async (environment) => {
  const file = folderWith(files)
  const { code, stdout, stderr } = await run(['verify', '--environment', environment, file('package.asice')])
  expect(stdout).toMatch(/^- signature\.untrusted .*\n$|^.*signature\.untrusted [^\n]*\n$/)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
})

test.each([
  ['has changed', spoiled(), sender, [], /^- (?:zip|bundle|signature)\.[a-z-]+ /],
  ['leads to nobody who is trusted', bytes, makeStranger(), [], /^- signature\.untrusted /],
  ['was signed long ago', bytes, sender, ['--received-at', '2040-01-01T00:00:00Z'], /^- signature\.signing-time /],
  ['is empty', '', sender, [], /^- [a-z]+\.[a-z-]+ /],
  ['is no archive at all', 'PK no archive at all', sender, [], /^- [a-z]+\.[a-z-]+ /],
])('a package that %s is a problem', async (_, input, { root }, more, expected) => {
  const file = folderWith({ 'root.pem': root.certificatePem })
  const { code, stdout, stderr } = await run(['verify', '--trust', file('root.pem'), ...more, '-'], { input })
  expect(stdout).toMatch(expected)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
})

test.each([
  ['no file', ['--trust', 'x'], 'One file is needed.'],
  ['two files', ['--trust', 'x', 'a', 'b'], 'One file is needed.'],
  [
    'no file, nobody to trust and no time',
    ['--received-at', 'x'],
    'One file is needed.\nEither --environment or --trust is needed: without them no package is valid.\n--received-at is a date and time',
  ],
  ['none of the files', ['--trust', '/no/x', '/'], '/no/x: no such file or directory.\n/: is a directory.'],
  ['nobody to trust', ['a'], 'Either --environment or --trust is needed: without them no package is valid.'],
  [
    'an environment and somebody to trust',
    ['--environment', 'test', '--trust', 'x', 'a'],
    'Either --environment or --trust is needed: without them no package is valid.',
  ],
  ['an environment that there is not', ['--environment', 'difitest', 'a'], '--environment is production or test.'],
  ['a missing certificate', ['--trust', '/nowhere.pem', 'a'], '/nowhere.pem: no such file or directory.'],
  [
    'a time without offset',
    ['--trust', 'x', '--received-at', '2016-02-10T12:00:00', 'a'],
    '--received-at is a date and time',
  ],
])('%s is a usage error', async (_, args, message) => {
  const { code, stdout, stderr } = await run(['verify', ...args])
  expect(stderr).toContain(`signering-portal: ${message}`)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

test('a package with the certificate of the signer alone is valid by those that are handed over', async () => {
  const { bytes: short } = await writeBundle(makeInput(1, {}, { ...sender, certificates: sender.leaf.certificatePem }))
  const file = folderWith({ ...files, 'short.asice': short, 'between.pem': sender.intermediate.certificatePem })
  const verify = ['verify', '--trust', file('root.pem'), file('short.asice')]
  expect((await run(verify)).stdout).toContain(' signature.untrusted ')
  const { code, stderr } = await run([...verify, '--intermediates', file('between.pem')])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test.each([
  ['--trust', []],
  ['--intermediates', ['--trust', 'root.pem']],
])('a certificate of %s that is none is a problem', async (option, more) => {
  const file = folderWith(files)
  const trust = more.map((one) => (one.startsWith('--') ? one : file(one)))
  const { code, stderr } = await run(['verify', ...trust, option, file('package.asice'), file('package.asice')])
  expect(stderr).toMatch(/^signering-portal: key\.certificate /)
  expect(code).toBe(1)
})
