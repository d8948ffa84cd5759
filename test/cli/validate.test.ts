import { portalSignatureJobManifest, serviceError, type Issue } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { folderWith, run } from '../../testing/cli/terminal.js'
import { namespace } from '../../src/codec/spec.js'
import { issuesOf } from '../../src/outcome.js'

const xmlns = `xmlns="${namespace}"`

const manifest = `<portal-signature-job-manifest ${xmlns}>
  <signers>
    <signer>
      <personal-identification-number>12345678910</personal-identification-number>
      <notifications-using-lookup><email/></notifications-using-lookup>
    </signer>
  </signers>
  <sender><organization-number>123456785</organization-number></sender>
  <title>A title</title>
  <documents><document href="document.pdf" mime="application/pdf"><title>A document</title></document></documents>
</portal-signature-job-manifest>
`
const valid: Readonly<Record<string, string>> = {
  'portal-signature-job-manifest': manifest,
  'portal-signature-job-request': `<p:portal-signature-job-request xmlns:p="${namespace}"/>`,
  'portal-signature-job-response': `<portal-signature-job-response ${xmlns}><signature-job-id>1</signature-job-id><cancellation-url>https://example.com/</cancellation-url></portal-signature-job-response>`,
  'portal-signature-job-status-change-response': `<portal-signature-job-status-change-response ${xmlns}><signature-job-id>1</signature-job-id><status>IN_PROGRESS</status><confirmation-url>https://example.com/</confirmation-url><signatures><signature><status since="2017-01-23T12:51:43+01:00">SIGNED</status><personal-identification-number>12345678910</personal-identification-number></signature></signatures></portal-signature-job-status-change-response>`,
  error: `<error ${xmlns}><error-code>A</error-code><error-message/><error-type>CLIENT</error-type></error>`,
}

test('each of the five elements is known by its root', async () => {
  const file = folderWith(valid)
  const names = Object.keys(valid)
  const { code, stdout, stderr } = await run(['validate', ...names.map(file)])
  expect(stdout.trimEnd().split('\n')).toEqual(names.map((name) => `${file(name)}: a valid ${name}`))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('issues are printed with file, line, column, code, message and path, and without what the message holds', async () => {
  const spoilt = manifest.replace('12345678910', '1234567891x').replace('mime="application/pdf"', 'mime=""')
  const file = folderWith({ 'manifest.xml': spoilt })
  const { code, stdout } = await run(['validate', file('manifest.xml')])
  const root = '/portal-signature-job-manifest'
  expect(stdout).toBe(
    `${file('manifest.xml')}:4:7 schema.pattern Must match [0-9]{11}. (${root}/signers/signer[1]/personal-identification-number)\n` +
      `${file('manifest.xml')}:10:14 schema.min-length Must have at least 1 character. (${root}/documents/document[1]/@mime)\n`,
  )
  expect(code).toBe(1)
})

test('one bad file among good ones is a failure', async () => {
  const file = folderWith({ good: manifest, bad: '<error/>' })
  const { code, stdout } = await run(['validate', file('good'), file('bad')])
  expect(stdout).toContain(`${file('good')}: a valid portal-signature-job-manifest\n`)
  expect(stdout).toContain(`${file('bad')}:1:1 schema.root The root element must be one of`)
  expect(code).toBe(1)
})

test('what stands behind a message is told once, and does not hide which message it is', async () => {
  const { stdout } = await run(['validate', '--json', '-'], { input: `${manifest}x` })
  expect(JSON.parse(stdout)).toMatchObject({
    issues: [{ code: 'xml.syntax' }],
    result: { files: [{ element: 'portal-signature-job-manifest', valid: false }] },
  })
  expect((JSON.parse(stdout) as { readonly issues: readonly unknown[] }).issues).toHaveLength(1)
})

test('--sector adds the rules of a sector', async () => {
  expect((await run(['validate', '--sector', 'PUBLIC', '-'], { input: manifest })).code).toBe(0)
  const { code, stdout } = await run(['validate', '--sector', 'PRIVATE', '-'], { input: manifest })
  expect(stdout).toMatch(/^-:5:7 rule\.lookup-public-only /)
  expect(code).toBe(1)
})

test('warnings are printed and are no failure', async () => {
  const { code, stdout } = await run(['validate', '-'], { input: manifest.replace('<signer>', '<signer order="1">') })
  expect(stdout).toMatch(/^-:3:5 warning rule\.order-single .*\n-: a valid portal-signature-job-manifest\n$/)
  expect(code).toBe(0)
})

test('--tolerant skips what the schema does not have', async () => {
  const input = String(valid['error']).replace('</error>', '<x/></error>')
  expect(await run(['validate', '-'], { input })).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^-:1:\d+ schema\.element-unexpected .* \(\/error\/\*\)\n$/) as string,
  })
  expect((await run(['validate', '--tolerant', '-'], { input })).code).toBe(0)
})

test('--json prints what became of each file, and all issues', async () => {
  const file = folderWith({ good: manifest, bad: '<error' })
  const { code, stdout } = await run(['validate', '--json', file('good'), file('bad')])
  expect(JSON.parse(stdout)).toEqual({
    ...{ command: 'validate', exitCode: 1 },
    issues: [expect.objectContaining({ file: file('bad'), severity: 'error', code: 'xml.syntax', path: '', line: 1 })],
    result: {
      files: [
        { file: file('good'), element: 'portal-signature-job-manifest', valid: true },
        { file: file('bad'), valid: false },
      ],
    },
  })
  expect(code).toBe(1)
})

test('--json hands out the issues of the library as they are, and warnings make no file invalid', async () => {
  const warned = manifest.replace('<signer>', '<signer order="1">').replace('document.pdf', 'my document.pdf')
  const spoilt = warned.replace('<title>A title</title>', '<title/>')
  const file = folderWith({ warned, spoilt, bytes: Buffer.from('<error>\xE6</error>', 'latin1') })
  const { code, stdout } = await run(['validate', '--json', file('warned')])
  const [first, second, third] = ['warned', 'spoilt', 'bytes'].map((name) => file(name))
  const told = JSON.parse((await run(['validate', '--json', first, second, third].map(String))).stdout) as {
    readonly issues: readonly Issue[]
  }
  const own = [warned, spoilt].map((text) => issuesOf(portalSignatureJobManifest.safeDecode(text)))
  expect(own.map((issues) => issues.map(({ severity }) => severity))).toEqual([
    ['warning', 'warning'],
    ['warning', 'error', 'warning'],
  ])
  const malformed = issuesOf(serviceError.safeDecode(Buffer.from('<error>\xE6</error>', 'latin1')))
  expect(malformed).toMatchObject([{ offset: 8 }])
  const ofFiles = [...own, malformed].flatMap((issues, at) =>
    issues.map((issue) => ({ file: [first, second, third][at], ...issue })),
  )
  expect(told.issues).toEqual(ofFiles)
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, result: { files: [{ valid: true }] } })
  expect(code).toBe(0)
})

test.each([
  ['an empty file', '', /^-:1:1 xml\.syntax /],
  ['a binary file', Uint8Array.from({ length: 256 }, (_, index) => 255 - index), /^- xml\.encoding /],
  ['a text file', 'Dear Sir or Madam', /^-:1:\d+ xml\.syntax /],
])('%s is a problem with a place', async (_, input, expected) => {
  const { code, stdout, stderr } = await run(['validate', '-'], { input })
  expect(stdout).toMatch(expected)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
})

test.each([
  ['a missing file', ['/nowhere/manifest.xml'], '/nowhere/manifest.xml: no such file or directory.'],
  ['a folder', ['.'], '.: is a directory.'],
  ['two of them', ['/nowhere/a', '.'], '/nowhere/a: no such file or directory.\n.: is a directory.'],
  ['a sector, and no file', ['--sector', 'x'], '--sector is PUBLIC or PRIVATE.\nThere is no file to validate.'],
  ['no file', [], 'There is no file to validate.'],
  ['a file named twice', ['-', '-'], 'A file is named more than once.'],
  ['an unknown option', ['--secret', '-'], "Unknown option '--secret'."],
  ['an option without its value', ['--sector'], '--sector has no value.'],
  ['a sector that there is not', ['--sector', 'public', '-'], '--sector is PUBLIC or PRIVATE.'],
])('%s is a usage error', async (_, args, message) => {
  const { code, stdout, stderr } = await run(['validate', ...args])
  expect(stderr).toBe(`signering-portal: ${message}\nSee signering-portal validate --help.\n`)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
