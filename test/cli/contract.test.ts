import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contractCases } from 'signering-portal/contract'
import { folderWith, run, start } from '../../testing/cli/terminal.js'
import { smallDriver } from '../../testing/contract/small-driver.js'
import { validatorOf, reportSchema } from '../../testing/json-schemas.js'

const commandOf = (mistake?: string): readonly string[] => {
  const { command, arguments: given } = smallDriver(mistake)
  return ['--', command, ...given]
}
const help = '\nSee signering-portal contract --help.\n'

describe('contract', () => {
  it('says nothing but the report, and ends with 1 for what is not as expected', async () => {
    const cases = ['--case', 'organization', '--case', 'create-*', '--level', 'documented']
    const { code, stdout, stderr } = await run(['contract', ...cases, '--report', 'json', ...commandOf()])
    const report = JSON.parse(stdout) as { summary: object; results: readonly { id: string; level: string }[] }
    const ids = contractCases.filter(({ id, level }) => id.startsWith('create-') && level === 'documented')
    expect(report.results.map(({ id }) => id)).toEqual(['organization', ...ids.map(({ id }) => id)])
    expect(report.summary).toMatchObject({ passed: 1, failed: 0, unsupported: ids.length, notAsExpected: ids.length })
    expect(validatorOf(reportSchema)(report)).toBe(true)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  it('ends with 0 where all is as a list of known failures says, and writes the report to a file', async () => {
    const folder = folderWith({ known: '# What it lacks\n\n  organization :  no function for it\r\n', report: 'old' })
    const options = ['--known-failing', folder('known'), '--report', 'junit', '--output', folder('report'), '--tls']
    const mistake = `answer({ id, error: { message: request.arguments.root.slice(0, 6) + process.argv.slice(1) } })`
    const driver = [...commandOf(mistake), '--', '--help', '--', '-x']
    const ran = await run(['contract', '--case', 'organization', ...options, ...driver], {
      isWatched: true,
      environment: { NO_COLOR: '1' },
    })
    expect(ran).toEqual({ code: 0, stdout: '', stderr: '1/1 failed organization (known)\n' })
    const message = 'start: https:--help,--,-x (known to fail: no function for it)'
    expect(readFileSync(folder('report'), 'utf8')).toContain(`<skipped message="${message}"/>`)
  })

  it('shows each case on a terminal, in colours, and traces where it is told to', async () => {
    const known = folderWith({ known: 'organization: it is new\ncancel-200: it is old' })('known')
    const options = ['--case', 'organization', '--case', 'cancel-200', '--case', 'poll-empty', '--known-failing', known]
    const { code, stdout, stderr } = await run(
      ['contract', ...options, '--trace', '--timeout', '5.5', ...commandOf()],
      {
        isWatched: true,
        environment: { NO_COLOR: '' },
      },
    )
    expect(stderr).toBe(
      [
        '1/3 \u001B[31mpassed\u001B[0m organization (known to fail)',
        '2/3 \u001B[33munsupported\u001B[0m cancel-200 (known)',
        '3/3 \u001B[31munsupported\u001B[0m poll-empty: no function for it',
        '',
      ].join('\n'),
    )
    expect(stdout).toMatch(/^passed organization: it passed, but is known to fail: it is new\nunsupported cancel-200: /)
    expect(stdout).toContain('\n    driver > {"id":4,"call":"create",')
    expect(stdout).not.toContain('\u001B')
    expect(code).toBe(1)
  })

  it('stops when it is asked to, with the driver', async () => {
    const started = start(['contract', ...commandOf(`process.stderr.write('begun'); setInterval(() => 0, 1000)`)], {
      isWatched: true,
    })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    started.interrupt()
    const { code, stdout, stderr } = await started.ended
    expect(stderr).toMatch(/signering-portal: The run was interrupted after [01] of \d+ cases\.\nSee /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('ends where the driver ends before it has ever answered', async () => {
    const { code, stdout, stderr } = await run([
      'contract',
      ...commandOf(`console.error('no such file'); process.exit(3)`),
    ])
    const reason = 'the driver ended with exit code 3 before it answered start; the last lines of its log: no such file'
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: `signering-portal: The driver cannot be used: ${reason}.${help}`,
    })
  })

  it('fails the last case for what the driver does after it, whatever is known of it', async () => {
    const known = folderWith({ known: 'organization: it is new' })('known')
    const mistake = `if (call === 'organization') process.stdin.once('end', () => process.exit(4)); right()`
    const { code, stdout, stderr } = await run(
      ['contract', '--case', 'poll-empty', '--case', 'organization', '--known-failing', known, ...commandOf(mistake)],
      { isWatched: true, environment: { NO_COLOR: '1' } },
    )
    const late = 'organization: after this case, the driver ended with exit code 4 after its standard input had ended'
    expect(stderr).toContain(`\n2/2 failed ${late}\n`)
    expect(stdout).toContain(`\nfailed ${late}\n2 cases: 0 passed, 1 failed, 1 unsupported; 2 not as expected.`)
    expect(code).toBe(1)
  })

  it('prints the report as JSON, also beside one of another form in a file', async () => {
    const output = folderWith({ report: 'old' })('report')
    const own = ['contract', '--json', '--case', 'organization', '--case', 'cancel-200']
    const known = ['--known-failing', '-', '--report', 'junit', '--output', output]
    const { code, stdout, stderr } = await run([...own, ...known, ...commandOf()], { input: 'cancel-200: it is old\n' })
    const told = JSON.parse(stdout) as { readonly result: object }
    expect(told).toMatchObject({ command: 'contract', exitCode: 0, issues: [] })
    expect(validatorOf(reportSchema)(told.result)).toBe(true)
    expect(told.result).toMatchObject({ summary: { passed: 1, unsupported: 1 } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(readFileSync(output, 'utf8')).toContain('<testsuite')
    const broken = await run([...own, '--', '/no/such/driver'])
    expect(JSON.parse(broken.stdout)).toMatchObject({ exitCode: 2, issues: [{ code: 'cli.unusable' }] })
    for (const [args, message] of [
      [['--report', 'junit'], '--json prints JSON: a report of another form needs --output.'],
      [['--output', '-'], '--json prints JSON: --output is for a file beside it.'],
    ] as const) {
      const both = await run(['contract', '--json', ...args, '--', 'node'])
      expect(JSON.parse(both.stdout)).toMatchObject({ exitCode: 2, issues: [{ code: 'cli.usage', message }] })
    }
  })

  it('lists the cases', async () => {
    const { code, stdout } = await run(['contract', '--list'])
    expect(stdout.trimEnd().split('\n')).toEqual(
      contractCases.map(({ id, level, title }) => `${id} (${level}): ${title}`),
    )
    expect(code).toBe(0)
    const json = await run(['contract', '--list', '--json'])
    const cases = contractCases.map(({ id, level, title }) => ({ id, level, title }))
    expect(JSON.parse(json.stdout)).toEqual({ command: 'contract', exitCode: 0, issues: [], result: { cases } })
    const some = await run(['contract', '--list', '--case', 'cancel-2*', '--level', 'peer-evidenced'])
    expect(some.stdout).toMatch(/^cancel-200 \(peer-evidenced\): .*\ncancel-204 .*\n$/)
  })

  it('tells on one terminal why a case fails in the report, and not twice', async () => {
    const options = ['contract', '--case', 'poll-empty', ...commandOf()]
    const { stdout, stderr } = await run(options, { isWatched: true, isOutputWatched: true })
    expect(stderr).toBe('1/1 \u001B[31munsupported\u001B[0m poll-empty\n')
    expect(stdout).toMatch(/^unsupported poll-empty: no function for it\n/)
  })

  it('tells on one terminal why cases failed, where the run is stopped', async () => {
    const begun = folderWith({})('begun')
    const mistake = `if (call === 'start' || call === 'nextStatusChange') return right()
      require('node:fs').writeFileSync('${begun}', ''); setInterval(() => 0, 1000)`
    const options = ['contract', '--case', 'poll-empty', '--case', 'organization', ...commandOf(mistake)]
    const started = start(options, { isWatched: true, isOutputWatched: true })
    await expect.poll(() => existsSync(begun), { timeout: 60_000 }).toBe(true)
    started.interrupt()
    const { code, stdout } = await started.ended
    const counts = '2 cases: 0 passed, 1 failed, 1 unsupported; 2 not as expected; broken off: The run was interrupted'
    expect(stdout).toMatch(/^unsupported poll-empty: no function for it\nfailed organization: .*interrupted/)
    expect(stdout).toContain(`\n${counts} after 2 of 2 cases.\n`)
    expect(code).toBe(2)
  })

  it('shows nothing of a list that would steer a terminal', async () => {
    const known = folderWith({ known: 'poll-empty: \u001B[31mred\u009B\u202E' })('known')
    const options = ['--case', 'poll-empty', '--known-failing', known]
    const { code, stdout } = await run(['contract', ...options, ...commandOf()])
    const shown = 'unsupported poll-empty: no function for it (known to fail: \uFFFD[31mred\uFFFD\uFFFD)'
    expect({ code, line: stdout.split('\n')[0] }).toEqual({ code: 0, line: shown })
  })

  it('has help of its own', async () => {
    expect((await run(['contract', '--help'])).stdout).toMatch(/^Usage: signering-portal contract \[OPTION/)
  })
})

describe('contract could not be run', () => {
  const driverIsLast = 'The driver is named last, behind --: signering-portal contract [OPTION...] -- COMMAND.'

  it.each<[string, readonly string[], string]>([
    ['without a driver', [], driverIsLast],
    ['with nothing behind the dashes', ['--'], driverIsLast],
    ['with a driver without a name', ['--', '', 'driver.js'], driverIsLast],
    ['with a driver that stands elsewhere', ['node', 'driver.js'], driverIsLast],
    [
      'as a list with what only a run needs',
      ['--list', '--report', 'json', '--tls', '--case', 'cancel', '--', 'node'],
      '--list runs nothing: --report, --tls, a driver cannot stand beside it, but --case, --level and --json.',
    ],
    [
      'with a time that begins with a dash',
      ['--timeout', '-1', '--', 'node'],
      '--timeout has no value; one that begins with a dash is written --timeout=-1.',
    ],
    ['with an empty time', ['--timeout=', '--', 'node'], '--timeout is empty.'],
    ['with an unknown option', ['--shuffle', '--', 'node'], "Unknown option '--shuffle'."],
    [
      'for a case that there is not',
      ['--case', 'cancel', '--case', 'z*', '--case', 'y', '--', 'node'],
      'There is no case z*, y.',
    ],
    [
      'for a level that there is not',
      ['--level', 'sure', '--', 'node'],
      '--level is documented or peer-evidenced or assumed.',
    ],
    [
      'for no case of a level',
      ['--case', 'cancel-202', '--level', 'documented', '--', 'node'],
      'There is no such case of that level.',
    ],
    [
      'with three that are wrong',
      ['--level', 'sure', '--timeout', 'soon', '--report', 'yaml', '--', 'node'],
      [
        '--report is text or json or junit or markdown.',
        '--timeout is a number of seconds, more than 0 and less than 1000000.',
        '--level is documented or peer-evidenced or assumed.',
      ].join('\n'),
    ],
    [
      'with a level, a case and a list that are wrong',
      ['--level', 'sure', '--case', 'y', '--known-failing', '/no/such/file', '--', 'node'],
      [
        '--level is documented or peer-evidenced or assumed.',
        'There is no case y.',
        '/no/such/file: no such file or directory.',
      ].join('\n'),
    ],
    [
      'with a form, a file and a list that are wrong, and no driver',
      ['--report', 'yaml', '--output', '/no/such/file', '--known-failing', '/dev/null'],
      [
        driverIsLast,
        '--report is text or json or junit or markdown.',
        '/no/such/file: no such file or directory.',
        '/dev/null: is a device.',
      ].join('\n'),
    ],
    ['by a driver that is a directory', ['--', '/'], '/ cannot be started: it is a directory.'],
    [
      'with a report that there is not',
      ['--report', 'yaml', '--', 'node'],
      '--report is text or json or junit or markdown.',
    ],
    ...['0', '-1', '1e3', 'soon', '0.0001', '9999999'].map((seconds): [string, readonly string[], string] => [
      `with a time of ${seconds}`,
      [`--timeout=${seconds}`, '--', 'node'],
      '--timeout is a number of seconds, more than 0 and less than 1000000.',
    ]),
    [
      'with a list that is not there',
      ['--known-failing', '/no/such/file', '--', 'node'],
      '/no/such/file: no such file or directory.',
    ],
    [
      'with a report that cannot be written',
      ['--output', '/no/such/file', '--', 'node'],
      '/no/such/file: no such file or directory.',
    ],
    [
      'where the report is the list',
      ['--output', 'x', '--known-failing', './x', '--case', 'x', '--', 'node'],
      'There is no case x.\n--output names a file that is read: it would be lost.\n./x: no such file or directory.',
    ],
    [
      'by a driver that there is not',
      ['--', '/no/such/driver'],
      '/no/such/driver cannot be started: there is no such program.',
    ],
  ])('%s', async (_, args, message) => {
    expect(await run(['contract', ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: `signering-portal: ${message}${help}`,
    })
  })

  it('with a list in which something is wrong: all of it is told', async () => {
    const folder = folderWith({
      known: [
        'cancel',
        'no-such-case: x',
        'cancel:',
        'cancel: x',
        ' # comment',
        'cancel: y',
        'no-*: x',
        ': x',
        'two words: x',
      ].join('\n'),
      latin1: Uint8Array.of(0x63, 0xe6),
    })
    const file = folder('known')
    const { code, stderr } = await run(['contract', '--known-failing', file, '--', 'node'])
    expect(stderr).toBe(
      `signering-portal: ${[
        [1, 'a line is ID: REASON.'],
        [2, 'there is no such case.'],
        [3, 'cancel has no reason.'],
        [6, 'cancel stands there twice.'],
        [7, 'there is no such case.'],
        [8, 'a line is ID: REASON.'],
        [9, 'a line is ID: REASON.'],
      ]
        .map(([line, words]) => `${file}:${line}: ${words}`)
        .join('\n')}${help}`,
    )
    expect(code).toBe(2)
    writeFileSync(file, Array.from({ length: 200_000 }, (_, at) => `x${at}: y\n`).join(''))
    const flood = await run(['contract', '--known-failing', file, '--', 'node'])
    expect(flood.stderr).toMatch(/^signering-portal: (?:.*: there is no such case\.\n){50}And 199950 more\.\n/)
    // A reason is all that stands behind the colon, characters that end lines elsewhere too.
    writeFileSync(file, 'no-such-case: y\u2028z\n')
    const separated = await run(['contract', '--known-failing', file, '--', 'node'])
    expect(separated.stderr).toContain('no such case')
    expect((await run(['contract', '--known-failing', folder('latin1'), '--', 'node'])).stderr).toBe(
      `signering-portal: ${folder('latin1')}: is no text in UTF-8.${help}`,
    )
  })
})
