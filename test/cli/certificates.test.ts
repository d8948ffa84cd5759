import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { folderWith, run } from '../../testing/cli/terminal.js'

test('writes certificates for the clients that are named, once', async () => {
  const folder = folderWith({})
  const directory = folder('certificates')
  const options = ['certificates', '--organization', '310000001', '--organization', '310000002', directory]
  expect(await run(options)).toEqual({
    code: 0,
    stdout: `${directory}: certificates of 2 clients and 2 servers\n`,
    stderr: '',
  })
  expect(existsSync(folder('certificates/310000002.p12'))).toBe(true)
  expect(existsSync(folder('certificates/123456785.pem'))).toBe(false)
  const key = readFileSync(folder('certificates/server.key.pem'))
  const { code, stderr } = await run(options)
  expect(code).toBe(2)
  expect(stderr).toContain(`${directory}: a file of one of the names is there already, and is not replaced.\n`)
  expect(readFileSync(folder('certificates/server.key.pem'))).toEqual(key)
})

test('the clients that its help names are those of the contract cases', async () => {
  const { stdout } = await run(['certificates', '--help'])
  expect(stdout).toContain('(default: 123456785, 987654325, and the brokers 555555555 and 666666666)')
})

test.each([
  ['no directory', [], 'One directory is needed.'],
  ['two directories', ['a', 'b'], 'One directory is needed.'],
  ['a number of eight digits', ['a', '--organization', '12345678'], '--organization is nine digits.'],
  ['neither', ['--organization', '12345678'], 'One directory is needed.\n--organization is nine digits.'],
  ['an option that there is not', ['a', '--overwrite'], "Unknown option '--overwrite'."],
  ['standard output', ['-'], 'The certificates are several files: the directory cannot be -.'],
])('%s is a usage error', async (_, args, message) => {
  expect(await run(['certificates', ...args])).toEqual({
    code: 2,
    stdout: '',
    stderr: `signering-portal: ${message}\nSee signering-portal certificates --help.\n`,
  })
})

test('a directory that is a file is named', async () => {
  const folder = folderWith({})
  writeFileSync(folder('file'), '')
  const { code, stderr } = await run(['certificates', folder('file')])
  expect({ code, line: stderr.split('\n')[0] }).toEqual({
    code: 2,
    line: `signering-portal: ${folder('file')}: is no directory.`,
  })
})

test.skipIf(!existsSync('/proc/self'))(
  'a directory where none can be made is named, and nothing hangs (/proc)',
  async () => {
    for (const directory of ['/proc/q', '/proc/q/r'])
      expect(await run(['certificates', directory])).toMatchObject({
        ...{ code: 2, stdout: '' },
        stderr: `signering-portal: ${directory}: no such file or directory.\nSee signering-portal certificates --help.\n`,
      })
  },
)

test('a directory is made with those around it', async () => {
  const folder = folderWith({})
  expect((await run(['certificates', '--organization', '310000001', folder('a/b/c')])).code).toBe(0)
  expect(existsSync(folder('a/b/c/seid-1/310000001.p12'))).toBe(true)
})
