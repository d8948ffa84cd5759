/** Where the command `contract` writes its report, and what stands there when the run does not come to its end. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { endOf, startProcess } from '../../testing/cli/process.js'
import { folderWith, run, start } from '../../testing/cli/terminal.js'
import { validateJunit } from '../../testing/contract/junit.js'
import { smallDriver } from '../../testing/contract/small-driver.js'
import { reportSchema, validatorOf } from '../../testing/json-schemas.js'

// Making them takes longer than all the rest.
vi.mock(import('../../src/simulator/index.js'), async (importOriginal) => {
  const original = await importOriginal()
  let made: ReturnType<typeof original.makeTestCertificates> | undefined
  return { ...original, makeTestCertificates: async (options) => (made ??= original.makeTestCertificates(options)) }
})

afterEach(() => {
  vi.unstubAllEnvs()
})

const help = '\nSee signering-portal contract --help.\n'
const formats = ['text', 'json', 'junit', 'markdown'] as const

function commandOf(mistake?: string): readonly string[] {
  const { command, arguments: given } = smallDriver(mistake)
  return ['--', command, ...given]
}

/** The reason that a report gives for its run to have been broken off, and how many cases it has. */
function brokenOff(report: string, format: (typeof formats)[number]): readonly [reason: string, cases: number] {
  if (format === 'json') {
    const read = JSON.parse(report) as { readonly brokenOff: string; readonly results: readonly object[] }
    expect(validatorOf(reportSchema)(read)).toBe(true)
    return [read.brokenOff, read.results.length]
  }
  if (format === 'junit') {
    validateJunit(report)
    const [, reason = ''] = /<error message="(.*?)"/.exec(report) ?? []
    return [reason, (report.match(/<testcase /g)?.length ?? 0) - 1]
  }
  const [, cases, reason = ''] = /^(\d+) cases?: .*; broken off: (.*)$/m.exec(report) ?? []
  return [reason.replace(/^`(.*)`$/, '$1'), Number(cases)]
}

describe.each(formats)('the report %s in a file', (format) => {
  const given = (file: string): readonly string[] => ['contract', '--report', format, '--output', file]

  it('says that a driver cannot be started, in the place of an old one', async () => {
    const file = folderWith({ report: 'of yesterday' })('report')
    const { code, stdout } = await run([...given(file), '--', '/no/such/driver'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const reason = '/no/such/driver cannot be started: there is no such program.'
    expect(brokenOff(readFileSync(file, 'utf8'), format)).toEqual([reason, 0])
  })

  it('takes the place of what was there as a whole', async () => {
    const folder = folderWith({ report: 'of yesterday' })
    linkSync(folder('report'), folder('before'))
    await run([...given(folder('report')), '--case', 'organization', ...commandOf()])
    expect(readFileSync(folder('report'), 'utf8')).not.toMatch(/^(?:|of yesterday)$/)
    expect(readFileSync(folder('before'), 'utf8')).toBe('')
  })

  it('has the cases that have run when it is stopped', async () => {
    const folder = folderWith({ report: 'of yesterday' })
    const mistake = `
      if (call === 'start' || call === 'organization') return right()
      require('node:fs').writeFileSync('${folder('begun')}', '')
      setInterval(() => undefined, 1000)`
    const cases = ['organization', 'cancel', 'poll-empty'].flatMap((id) => ['--case', id])
    const started = start([...given(folder('report')), ...cases, ...commandOf(mistake)])
    await expect.poll(() => existsSync(folder('begun')), { timeout: 60_000 }).toBe(true)
    expect(readFileSync(folder('report'), 'utf8')).toBe('')
    started.interrupt()
    const { code, stdout } = await started.ended
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const report = readFileSync(folder('report'), 'utf8')
    expect(brokenOff(report, format)).toEqual(['The run was interrupted after 2 of 3 cases.', 2])
    expect(report).toContain('the run was interrupted')
  })
})

describe('the report in a file', () => {
  it('stays as it was where an option is wrong, the list or the place of the driver too', async () => {
    const folder = folderWith({ report: 'of yesterday', known: 'cancel' })
    for (const wrong of [
      ['--report', 'yaml', ...commandOf()],
      ['--timeout', 'soon', ...commandOf()],
      ['--case', 'no-such-case', ...commandOf()],
      ['--known-failing', folder('known'), ...commandOf()],
      ['node', 'driver.js'],
    ]) {
      expect((await run(['contract', '--output', folder('report'), ...wrong])).code).toBe(2)
      expect(readFileSync(folder('report'), 'utf8')).toBe('of yesterday')
    }
  })

  it('goes to standard output where the file cannot be written any more', async () => {
    const file = folderWith({})('report')
    const fs = `const fs = require('node:fs'); if (call === 'organization') { fs.rmSync('${file}'); fs.mkdirSync('${file}') }`
    const options = ['contract', '--case', 'organization', '--output', file]
    expect(await run([...options, ...commandOf(`${fs}; right()`)])).toEqual({
      code: 2,
      stdout: '1 case: 1 passed, 0 failed; all as expected.\n',
      stderr: `signering-portal: ${file}: is a directory.${help}`,
    })
  })

  it('is written where a symbolic link leads', async () => {
    const folder = folderWith({ real: 'of yesterday' })
    symlinkSync('real', folder('link'))
    const options = ['contract', '--case', 'organization', '--output', folder('link'), ...commandOf()]
    expect((await run(options)).code).toBe(0)
    expect(readFileSync(folder('real'), 'utf8')).toBe('1 case: 1 passed, 0 failed; all as expected.\n')
  })
})

describe('standard output', () => {
  it.skipIf(!existsSync('/dev/stdout'))('may be named as a file, and is added to (/dev/stdout)', async () => {
    const child = startProcess(['contract', '--case', 'organization', '--output', '/dev/stdout', ...commandOf()])
    expect(await endOf(child)).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: '1 case: 1 passed, 0 failed; all as expected.\n',
    })
  })
})

describe('standard output by the name -', () => {
  it('gets the report', async () => {
    const { code, stdout } = await run(['contract', '--case', 'organization', '--output', '-', ...commandOf()])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1 case: 1 passed, 0 failed; all as expected.\n' })
    expect(existsSync('-')).toBe(false)
  })
})

it.skipIf(spawnSync('mkfifo', ['--version']).error !== undefined)(
  'a list that comes through a pipe is waited for, and the command says so (mkfifo)',
  async () => {
    const path = folderWith({})('pipe')
    spawnSync('mkfifo', [path])
    const child = startProcess(['contract', '--known-failing', path, '--', '/no/such/driver'])
    const [told] = (await once(child.stderr, 'data')) as [Buffer]
    expect(told.toString()).toBe(`signering-portal: Waiting for the end of ${path}.\n`)
    writeFileSync(path, 'no-such-case: x\n')
    const { code, stderr } = await endOf(child)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `signering-portal: ${path}:1: there is no such case.${help}`,
    })
  },
)

it.skipIf(spawnSync('mkfifo', ['--version']).error !== undefined)(
  'a list that never comes is waited for until somebody stops the command (mkfifo)',
  async () => {
    const path = folderWith({})('pipe')
    spawnSync('mkfifo', [path])
    const child = startProcess(['contract', '--known-failing', path, '--', '/no/such/driver'])
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
  },
)

describe('nothing runs, and nothing is lost,', () => {
  /** What there is to be lost. */
  const files = { known: 'cancel: a reason', 'driver.js': '// a driver', config: '{}' }
  const lost = '--output names a file that is read: it would be lost.'

  it.each<[string, (folder: (name: string) => string) => readonly string[]]>([
    [
      'where the report would replace the list, by another path',
      (folder) => ['--known-failing', folder('known'), '--output', folder('./x/../known'), '--', 'node'],
    ],
    [
      'where it would do so by a symbolic link',
      (folder) => {
        symlinkSync('known', folder('link'))
        return ['--known-failing', folder('known'), '--output', folder('link'), '--', 'node']
      },
    ],
    [
      'where it would do so by another name of the same file',
      (folder) => {
        linkSync(folder('known'), folder('hard'))
        return ['--known-failing', folder('hard'), '--output', folder('known'), '--', 'node']
      },
    ],
    [
      'where it would replace the script of the driver',
      (folder) => {
        symlinkSync('driver.js', folder('link'))
        return ['--output', folder('link'), '--', 'node', folder('driver.js')]
      },
    ],
    ['where it would replace the driver', (folder) => ['--output', folder('driver.js'), '--', folder('driver.js')]],
    [
      'where it would replace the driver that is found by its name',
      (folder) => {
        vi.stubEnv('PATH', `${folder('.')}${delimiter}${process.env['PATH'] ?? ''}`)
        return ['--output', folder('driver.js'), '--', 'driver.js']
      },
    ],
    [
      'where it would replace what an option of the driver names',
      (folder) => ['--output', folder('config'), '--', 'node', `--config=${folder('config')}`],
    ],
  ])('%s', async (_, optionsIn) => {
    const folder = folderWith(files)
    const { code, stderr } = await run(['contract', ...optionsIn(folder)])
    expect({ code, stderr }).toEqual({ code: 2, stderr: `signering-portal: ${lost}${help}` })
    for (const [name, content] of Object.entries(files)) expect(readFileSync(folder(name), 'utf8')).toBe(content)
  })

  it.each<[string, string, (path: string) => unknown, string]>([
    ['a directory', '', () => undefined, 'is a directory.'],
    ['a file in no directory', 'no/such', () => undefined, 'no such file or directory.'],
    [
      'a file in a file',
      'file/x',
      (path) => {
        writeFileSync(path.slice(0, -2), '')
      },
      'its folder is no directory.',
    ],
    [
      'a link to nothing',
      'link',
      (path) => {
        symlinkSync('nothing', path)
      },
      'is a symbolic link to a file that is not there.',
    ],
  ])('where %s is to get the report', async (_, name, make, words) => {
    const path = folderWith({})(name)
    make(path)
    const ran = await run(['contract', '--output', path, '--', '/no/such/driver'])
    expect(ran).toEqual({ code: 2, stdout: '', stderr: `signering-portal: ${path}: ${words}${help}` })
  })

  it.skipIf(spawnSync('mkfifo', ['--version']).error !== undefined)(
    'where a pipe is to get it, which nobody reads (mkfifo)',
    async () => {
      const path = folderWith({})('pipe')
      spawnSync('mkfifo', [path])
      const { code, stderr } = await run(['contract', '--output', path, '--', '/no/such/driver'])
      const words = `signering-portal: ${path}: is a pipe, which may have no reader.${help}`
      expect({ code, stderr }).toEqual({ code: 2, stderr: words })
    },
  )

  it.skipIf(!existsSync('/dev/full'))('where nothing that is written stays (/dev/full)', async () => {
    const ran = await run(['contract', '--output', '/dev/full', ...commandOf()])
    const stderr = `signering-portal: /dev/full: there is no space left.${help}`
    expect(ran).toEqual({ code: 2, stdout: '', stderr })
  })

  it.skipIf(!existsSync('/proc/version'))('where the system takes none (/proc/version)', async () => {
    const { code, stderr } = await run(['contract', '--output', '/proc/version', ...commandOf()])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^signering-portal: \/proc\/version: (?:reading or writing has failed|access is not permitted)\.\n/,
    )
  })

  it.skipIf(process.getuid?.() === 0)('where it may not be written (root may write everywhere)', async () => {
    const path = folderWith({ report: 'old' })('report')
    spawnSync('chmod', ['400', path])
    const { code, stderr } = await run(['contract', '--output', path, '--', '/no/such/driver'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: `signering-portal: ${path}: access is not permitted.${help}` })
  })
})
