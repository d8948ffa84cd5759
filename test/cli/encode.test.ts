import { readFileSync, symlinkSync } from 'node:fs'
import { portalSignatureJobManifest } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { folderWith, run } from '../../testing/cli/terminal.js'
import { messages } from '../../testing/cli/messages.js'
import { repositoryFile } from '../../testing/requirements.js'
import { codecOf, type EncodeVector } from '../../testing/vectors/vector.js'

const { manifest, secrets } = messages
const value = portalSignatureJobManifest.decode(manifest)
const json = JSON.stringify({ 'portal-signature-job-manifest': value }, undefined, 2)
const error = '{"error":{"errorCode":"A","errorMessage":"","errorType":"CLIENT"}}'

test('a message is printed as XML', async () => {
  const { code, stdout, stderr } = await run(['encode', '-'], { input: error })
  expect(stdout).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?><error xmlns="[^"]*"><error-code>A<.*<\/error>\n$/)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(await run(['encode', '-'], { input: `\uFEFF${error}\n` })).toEqual({ code, stdout, stderr })
})

test('one that holds something personal is printed where that is asked for, or written to a file', async () => {
  const file = folderWith({ 'message.json': json })
  const refused = await run(['encode', file('message.json')])
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--show-personal') as string })
  for (const secret of secrets) expect(refused.stderr).not.toContain(secret)
  const shown = await run(['encode', '--show-personal-data', file('message.json')])
  expect(portalSignatureJobManifest.decode(shown.stdout)).toEqual(value)
  const written = await run(['encode', '--output', file('message.xml'), file('message.json')])
  expect(written).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(readFileSync(file('message.xml'), 'utf8')).toBe(shown.stdout)
})

test('what decode printed is taken, unless something was left out of it', async () => {
  const whole = await run(['decode', '--show-personal-data', '-'], { input: manifest })
  const back = await run(['encode', '--show-personal-data', '-'], { input: whole.stdout })
  expect(portalSignatureJobManifest.decode(back.stdout)).toEqual(value)
  const redacted = await run(['decode', '-'], { input: manifest })
  for (const input of [redacted.stdout, redacted.stdout.replace('true', 'false')]) {
    const { code, stdout, stderr } = await run(['encode', '--show-personal-data', '-'], { input })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^-:1:1 json\.redacted Personal data was left out of the message/)
  }
})

test('--output does not overwrite the message, and leaves the file where there are problems', async () => {
  const file = folderWith({ 'message.json': json, 'other.json': '{}', 'message.xml': 'old' })
  symlinkSync('message.json', file('link'))
  for (const output of ['message.json', 'link'])
    expect((await run(['encode', file('message.json'), '--output', file(output)])).code).toBe(2)
  expect((await run(['encode', file('other.json'), '--output', file('message.xml')])).code).toBe(1)
  expect(readFileSync(file('message.xml'), 'utf8')).toBe('old')
  expect(readFileSync(file('message.json'), 'utf8')).toBe(json)
})

test.each([
  ['no object', '[]', '1:1 json.element'],
  ['null', ' null', '1:2 json.element'],
  ['no element', '{}', '1:1 json.element'],
  ['another element', '{"manifest": {}}', '1:1 json.element'],
  ['a name that every object has', '{"constructor": {}}', '1:1 json.element'],
  ['a prototype', '{"__proto__": {"error": {}}}', '1:1 json.element'],
  ['two elements', `{"portal-signature-job-request": {}, ${error.slice(1)}`, '1:1 json.element'],
  ['the value alone', JSON.stringify(value), '1:1 json.element'],
  ['no JSON', '{"error": secret}', '1:11 json.syntax'],
  ['XML', manifest, '1:1 json.syntax'],
  ['nothing', '', '1:1 json.syntax'],
  ['a name twice', error.replace('"errorMessage"', '"errorCode":"B","errorMessage"'), '1:27 json.name'],
  ['the element twice', `{${error.slice(1, -1)},${error.slice(1)}`, '1:67 json.name'],
])('%s is refused', async (_, input, expected) => {
  const { code, stdout, stderr } = await run(['encode', '-'], { input })
  expect(stderr).toMatch(new RegExp(`^-:${expected.replace('.', '\\.')} .*\\n$`))
  expect(stderr).not.toContain('secret')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})

test('all that is wrong with a value is told, where it stands in the file, and no value', async () => {
  const spoilt = json
    .replace('"01810010068"', '1810010068')
    .replace('"order": 1', '"order": 10,\n "secret01810010068": "\\ud800"')
    .replace('"document.pdf"', '"\\u0001"')
    .replace('"Its papers"', '"\\ud83d"')
    .replace('"123456785"', 'null')
  const { code, stderr } = await run(['encode', '-'], { input: spoilt })
  const lines = stderr.trimEnd().split('\n')
  const lineOf = (text: string): number => spoilt.slice(0, spoilt.indexOf(text)).split('\n').length
  expect(lines.map((line) => /^-:(\d+):\d+ (\S+)/.exec(line)?.slice(1).join(' '))).toEqual([
    `${lineOf('1810010068')} value.type`,
    `${lineOf('"order": 10') - 1} value.property-unexpected`,
    `${lineOf('"order": 10')} schema.max-inclusive`,
    `${lineOf('organizationNumber')} value.type`,
    ...[
      `${lineOf('"href"')} schema.min-length`,
      `${lineOf('"href"')} xml.character`,
      `${lineOf('"\\ud83d"')} xml.character`,
    ],
  ])
  for (const secret of secrets) expect(stderr).not.toContain(secret)
  expect(code).toBe(1)
})

test('numbers that are not read exactly are refused, and an id of 64 bits is a text', async () => {
  const response = (id: string): string =>
    `{"portal-signature-job-response":{"signatureJobId":${id},"cancellationUrl":"https://example.com/"}}`
  const { stdout } = await run(['encode', '-'], { input: response('"9223372036854775807"') })
  expect(stdout).toContain('<signature-job-id>9223372036854775807</signature-job-id>')
  const number = await run(['encode', '-'], { input: response('9223372036854775807') })
  expect(number.stderr).toMatch(/^-:1:52 json\.number /)
  const small = await run(['encode', '-'], { input: response('1') })
  expect(small.stderr).toMatch(/^-:1:52 value\.type /)
})

test('what is nested deeply is no crash', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  for (const input of [deep, `{"error":${deep}}`, error.replace('"A"', deep)])
    expect((await run(['encode', '-'], { input })).code).toBe(1)
})

test('--json has the XML in it, or what was written, and all issues', async () => {
  const printed = await run(['encode', '--json', '-'], { input: error })
  const xml = (await run(['encode', '-'], { input: error })).stdout.trimEnd()
  expect(JSON.parse(printed.stdout)).toEqual({ command: 'encode', exitCode: 0, issues: [], result: { xml } })
  const file = folderWith({})('message.xml')
  const written = await run(['encode', '--json', '--output', file, '-'], { input: json })
  expect(JSON.parse(written.stdout)).toMatchObject({ result: { output: file, bytes: readFileSync(file).length } })
  const wrong = await run(['encode', '--json', '-'], { input: '{"error":{"errorCode":"A","errorMessage":""}}' })
  expect(JSON.parse(wrong.stdout)).toMatchObject({
    ...{ exitCode: 1 },
    issues: [{ file: '-', code: 'schema.element-missing', path: '/error/error-type', line: 1, column: 10 }],
  })
  const personal = await run(['encode', '--json', '-'], { input: json })
  expect(JSON.parse(personal.stdout)).toMatchObject({ exitCode: 2, issues: [{ code: 'cli.usage' }] })
  for (const secret of secrets) expect(personal.stdout).not.toContain(secret)
})

test('every vector is written as it says', async () => {
  const text = readFileSync(repositoryFile('vectors/encode.json'), 'utf8')
  const { vectors } = JSON.parse(text) as { readonly vectors: readonly EncodeVector[] }
  for (const { id, element, value: given, xml, issues } of vectors) {
    const input = JSON.stringify({ [element]: given })
    const { stdout } = await run(['encode', '--json', '--show-personal-data', '-'], { input })
    const told = JSON.parse(stdout) as { readonly result?: unknown; readonly issues: readonly { code: string }[] }
    expect(told.result, id).toEqual(xml === undefined ? undefined : { xml })
    const inexact = told.issues.some(({ code }) => code === 'json.number')
    if (inexact) expect(codecOf(element).safeEncode(given).ok, id).toBe(false)
    else if (issues !== undefined) expect(told.issues, id).toMatchObject(issues)
  }
  expect(vectors.length).toBeGreaterThan(50)
})
