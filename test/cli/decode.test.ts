import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { portalSignatureJobManifest } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'
import { folderWith, run } from '../../testing/cli/terminal.js'
import { messages } from '../../testing/cli/messages.js'
import { decodeVectors } from '../../testing/vectors/read.js'

const { manifest, error, secrets } = messages
const value = portalSignatureJobManifest.decode(manifest)

test('a message is printed as JSON, by the name of its element, with what is personal left out', async () => {
  const { code, stdout, stderr } = await run(['decode', '-'], { input: manifest })
  const told = JSON.parse(stdout) as Record<string, unknown>
  expect(Object.keys(told)).toEqual(['redacted', 'portal-signature-job-manifest'])
  expect(told).toMatchObject({
    redacted: true,
    'portal-signature-job-manifest': {
      signers: [{ personalIdentificationNumber: '(national identity number, 11)' }, { order: 1 }],
      sender: { organizationNumber: '123456785' },
      title: '(title, 9)',
    },
  })
  for (const secret of secrets) expect(stdout).not.toContain(secret)
  expect({ code, stderr }).toEqual({
    ...{ code: 0, stderr: '-: personal data is left out; --show-personal-data prints it.\n' },
  })
})

test('--show-personal-data prints the whole message, and so is one printed that holds nothing personal', async () => {
  const shown = await run(['decode', '--show-personal-data', '-'], { input: manifest })
  expect(JSON.parse(shown.stdout)).toEqual({ 'portal-signature-job-manifest': value })
  expect(shown.stdout).toMatch(/^\{\n {2}"portal-signature-job-manifest": \{\n {4}"signers": \[/)
  expect(shown).toMatchObject({ code: 0, stderr: '' })
  const plain = await run(['decode', '-'], { input: error })
  expect(JSON.parse(plain.stdout)).toEqual({ error: { errorCode: 'A', errorMessage: '', errorType: 'CLIENT' } })
  expect(plain).toMatchObject({ code: 0, stderr: '' })
})

test('--output writes the whole message to a file, but not to what prints', async () => {
  const file = folderWith({ 'message.xml': manifest })
  const { code, stdout, stderr } = await run(['decode', file('message.xml'), '--output', file('message.json')])
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(JSON.parse(readFileSync(file('message.json'), 'utf8'))).toEqual({ 'portal-signature-job-manifest': value })
  for (const output of ['-', ...['/dev/null', '/dev/stdout'].filter(existsSync)]) {
    const printed = await run(['decode', file('message.xml'), '--output', output])
    expect(printed.stderr).toContain('personal data is left out')
    for (const secret of secrets) expect(printed.stdout).not.toContain(secret)
  }
})

test('--output does not overwrite the message', async () => {
  const file = folderWith({ 'message.xml': manifest })
  symlinkSync('message.xml', file('link'))
  for (const output of ['message.xml', 'link']) {
    const { code, stderr } = await run(['decode', file('message.xml'), '--output', file(output)])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('would be lost') as string })
  }
  expect(readFileSync(file('message.xml'), 'utf8')).toBe(manifest)
})

test('all that is wrong is told on standard error, with its place and no value', async () => {
  const spoilt = manifest.replace('<signer order="1">', '<signer order="x">').replace('81', 'x1')
  const file = folderWith({ 'message.xml': spoilt, 'message.json': 'old' })
  for (const more of [[], ['--show-personal-data'], ['--output', file('message.json')]]) {
    const { code, stdout, stderr } = await run(['decode', file('message.xml'), ...more])
    expect(stderr.replaceAll(file('message.xml'), 'FILE')).toMatch(
      /^FILE:4:7 schema\.pattern .*\nFILE:7:5 schema\.int .*\n$/,
    )
    for (const secret of secrets) expect(stderr).not.toContain(secret)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  }
  expect(readFileSync(file('message.json'), 'utf8')).toBe('old')
  const other = await run(['decode', '-'], { input: '<manifest/>' })
  expect(other.stderr).toMatch(/^-:1:1 schema\.root The root element must be one of portal-signature-job-request, /)
})

test("the text of a service's error, which can repeat what was sent, is left out", async () => {
  const input = error.replace('<error-message/>', '<error-message>No such signer: Kari Nordmann</error-message>')
  const { stdout } = await run(['decode', '-'], { input })
  expect(JSON.parse(stdout)).toEqual({
    redacted: true,
    error: { errorCode: 'A', errorMessage: '(text, 29)', errorType: 'CLIENT' },
  })
  const capitals = error.replace('<error-message/>', '<error-message>NORDMANN</error-message>')
  expect((await run(['decode', '-'], { input: capitals })).stdout).not.toContain('NORDMANN')
  const others = error.replace('>A<', '>Kari Nordmann<').replace('CLIENT', 'client')
  expect(JSON.parse((await run(['decode', '-'], { input: others })).stdout)).toEqual({
    redacted: true,
    error: { errorCode: '(text, 13)', errorMessage: '', errorType: '(text, 6)' },
  })
})

test('--tolerant skips what the schema does not have', async () => {
  const input = error.replace('</error>', '<x/></error>')
  expect(await run(['decode', '-'], { input })).toMatchObject({ code: 1, stdout: '' })
  const { code, stdout } = await run(['decode', '--tolerant', '-'], { input })
  expect({ code, told: JSON.parse(stdout) as unknown }).toMatchObject({ code: 0, told: { error: { errorCode: 'A' } } })
})

test('--json has the message in it, or what was written, and all issues', async () => {
  const told = async (args: readonly string[], input: string): Promise<unknown> => {
    const { stdout, stderr } = await run(['decode', '--json', ...args], { input })
    expect(stderr).toBe('')
    return JSON.parse(stdout)
  }
  const whole = { 'portal-signature-job-manifest': value }
  expect(await told(['-'], manifest)).toMatchObject({ exitCode: 0, issues: [], result: { redacted: true } })
  expect(await told(['-', '--show-personal-data'], manifest)).toEqual({
    ...{ command: 'decode', exitCode: 0, issues: [], result: whole },
  })
  const file = folderWith({})('message.json')
  const written = await told(['-', '--output', file], manifest)
  expect(written).toMatchObject({ result: { output: file, bytes: readFileSync(file).length } })
  expect(await told(['-'], manifest.replace('document.pdf', 'a document.pdf'))).toMatchObject({
    ...{ exitCode: 0, issues: [{ file: '-', severity: 'warning', code: 'rule.href-characters', line: 15 }] },
  })
  expect(await told(['-'], '')).toMatchObject({
    ...{ exitCode: 1, issues: [{ file: '-', code: 'xml.syntax', line: 1, column: 1 }] },
  })
})

test('what is printed steers no terminal, and is the message all the same', async () => {
  const input = error.replace('<error-message/>', '<error-message>a\u009Bb\u202E\\\u2028c\n</error-message>')
  const { stdout } = await run(['decode', '--show-personal-data', '-'], { input })
  expect(stdout).toContain('"a\\u009bb\\u202e\\\\\\u2028c\\n"')
  expect(JSON.parse(stdout)).toMatchObject({ error: { errorMessage: 'a\u009Bb\u202E\\\u2028c\n' } })
})

test.each([
  ['no file', [], 'One file is needed.'],
  ['two files', ['a', 'b'], 'One file is needed.'],
  ['a file that is not there, and a folder', ['/no/file', '--output', '.'], '.: is a directory.'],
  ['a file that is not there', ['/no/file'], '/no/file: no such file or directory.'],
])('%s is a usage error', async (_, args, message) => {
  const stderr = `signering-portal: ${message}\nSee signering-portal decode --help.\n`
  expect(await run(['decode', ...args])).toEqual({ code: 2, stdout: '', stderr })
})

test('every vector is read as it says', async () => {
  const vectors = decodeVectors()
  for (const { id, element, xml, bytes, strict, tolerant } of vectors) {
    const input = xml ?? Buffer.from(bytes ?? '', 'base64')
    for (const [verdict, more] of [
      [strict, []],
      [tolerant, ['--tolerant']],
    ] as const) {
      const { code, stdout } = await run(['decode', '--json', '--show-personal-data', ...more, '-'], { input })
      const { result, issues } = JSON.parse(stdout) as { result?: object; issues: readonly { code: string }[] }
      // Messages of another kind are read as what they are.
      if (!verdict.valid && verdict.issues.some((issue) => issue.code === 'schema.root')) continue
      expect({ id, code }).toEqual({ id, code: verdict.valid ? 0 : 1 })
      if (verdict.valid) expect(result, id).toEqual({ [element]: verdict.value })
      else expect(issues, id).toMatchObject(verdict.issues)
    }
  }
  expect(vectors.length).toBeGreaterThan(500)
})

test('the namespace is that of the vocabulary', () => {
  expect(manifest).toContain(namespace)
})
