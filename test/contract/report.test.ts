import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { failLastCase, formatReport, type CaseResult, type ReportFormat } from 'signering-portal/contract'
import { resultLine, summaryLine } from '../../src/contract/report-text.js'
import { validateJunit } from '../../testing/contract/junit.js'
import { oddValues, wrongAnswers } from '../../testing/odd-values.js'
import { ajv, readSchema, reportSchema, validatorOf } from '../../testing/json-schemas.js'

const reportFormats = ['text', 'json', 'junit', 'markdown'] as const

const about = { level: 'documented', source: 'a source', title: 'a title', milliseconds: 1234 } as const
const odd = `<b>&"'|]]>\u0007\uD800😀\`\``

const results: readonly CaseResult[] = [
  { id: 'right', ...about, outcome: 'passed', asExpected: true },
  { id: 'wrong', ...about, outcome: 'failed', asExpected: false, reason: `it is ${odd}` },
  { id: 'known', ...about, outcome: 'failed', asExpected: true, reason: 'a reason', knownFailing: 'it takes time' },
  { id: 'surprise', ...about, outcome: 'passed', asExpected: false, knownFailing: 'it takes time' },
  {
    ...{ id: 'unable', ...about, level: 'assumed', outcome: 'unsupported', asExpected: false, reason: 'no function' },
    trace: [
      { kind: 'request', text: 'GET x\nAccept: */*' },
      { kind: 'log', text: `\`\`\`\`${odd}` },
    ],
  },
]
const [right, wrong, known, surprise, unable] = results.map(resultLine)

describe('a report as text', () => {
  it('has a line for each case that did not pass as expected, its trace, and the counts', () => {
    expect(right).toBe('passed right')
    expect(known).toBe('failed known: a reason (known to fail: it takes time)')
    expect(surprise).toBe('passed surprise: it passed, but is known to fail: it takes time')
    expect(unable).toBe('unsupported unable: no function')
    const trace = ['    http > GET x', '    http > Accept: */*', `    log \`\`\`\`${odd.replace('\u0007', '\uFFFD')}`]
    const summary = '5 cases: 2 passed, 2 failed, 1 unsupported; 3 not as expected.'
    expect(formatReport(results, 'text')).toBe([wrong, known, surprise, unable, ...trace, summary, ''].join('\n'))
  })

  it('says of a run that was broken off why, and nothing of all', () => {
    const summaries = [results.slice(0, 1), results].map((some) =>
      formatReport(some, 'text', { brokenOff: 'it was\nstopped.\u001B' }).split('\n').at(-2),
    )
    expect(summaries).toEqual([
      '1 case: 1 passed, 0 failed; broken off: it was stopped.\uFFFD',
      '5 cases: 2 passed, 2 failed, 1 unsupported; 3 not as expected; broken off: it was stopped.\uFFFD',
    ])
  })

  it('counts what there is', () => {
    expect(summaryLine([])).toBe('0 cases: 0 passed, 0 failed; all as expected.')
    expect(summaryLine(results.slice(0, 1))).toBe('1 case: 1 passed, 0 failed; all as expected.')
  })
})

describe('a report as JSON', () => {
  it('is as the schema has it, and has all that is known', () => {
    expect(ajv.validateSchema(readSchema(reportSchema))).toBe(true)
    const report: unknown = JSON.parse(formatReport(results, 'json'))
    const validate = validatorOf(reportSchema)
    expect(validate(report), ajv.errorsText(validate.errors)).toBe(true)
    const summary = { cases: 5, passed: 2, failed: 2, unsupported: 1, notAsExpected: 3 }
    expect(report).toEqual({ version: 1, summary, results })
    expect(validate({ version: 2, summary, results })).toBe(false)
  })

  it('says why the run was broken off', () => {
    const report: unknown = JSON.parse(formatReport(results, 'json', { brokenOff: 'it was stopped' }))
    expect(report).toMatchObject({ brokenOff: 'it was stopped', results })
    expect(validatorOf(reportSchema)(report)).toBe(true)
    expect(validatorOf(reportSchema)({ ...(report as object), brokenOff: '' })).toBe(false)
  })
})

describe('a report as JUnit XML', () => {
  const report = formatReport(results, 'junit')
  const text = `it is ${odd}`.replace('\u0007', '\uFFFD').replace('\uD800', '\uFFFD')

  it('is what libxml2 and the schema take', () => {
    expect(() => {
      validateJunit(report)
    }).not.toThrow()
    expect(() => {
      validateJunit(report.replace(' message=', ' words='))
    }).toThrow()
    validateJunit(formatReport([], 'junit'))
  })

  it('has an error where the run was broken off', () => {
    const broken = formatReport(results, 'junit', { brokenOff: 'it was <stopped>' })
    validateJunit(broken)
    expect(broken).toContain(
      '<testsuite name="signering-portal contract" tests="6" failures="3" errors="1" skipped="1"',
    )
    expect(broken).toContain('<error message="it was &lt;stopped&gt;" type="broken off"/>')
    expect(broken.match(/<testcase/g)).toHaveLength(6)
    validateJunit(formatReport([], 'junit', { brokenOff: 'x' }))
  })

  it('says the same to another parser', () => {
    const options = { ignoreAttributes: false, attributeNamePrefix: '', alwaysCreateTextNode: false, trimValues: false }
    const { testsuites } = new XMLParser(options).parse(report) as {
      testsuites: { testsuite: { testcase: readonly object[] } }
    }
    const counts = { tests: '5', failures: '3', errors: '0', time: '6.170' }
    expect(testsuites).toMatchObject({ ...counts, testsuite: { ...counts, skipped: '1' } })
    const testcase = { classname: 'contract.documented', time: '1.234' }
    const told = { classname: 'contract.assumed', failure: { type: 'unsupported', message: 'no function' } }
    expect(testsuites.testsuite.testcase).toMatchObject([
      { ...testcase, name: 'right' },
      { ...testcase, name: 'wrong', failure: { type: 'failed', message: text } },
      { ...testcase, name: 'known', skipped: { message: 'a reason (known to fail: it takes time)' } },
      { ...testcase, name: 'surprise', failure: { type: 'passed' } },
      { name: 'unable', ...told, 'system-out': expect.stringMatching(/^http > GET x\nhttp > Accept/) as string },
    ])
    expect(Object.keys(testsuites.testsuite.testcase[0] ?? {})).not.toContain('failure')
  })
})

describe('a report as Markdown', () => {
  const report = formatReport(results, 'markdown')

  it('is a table in which nothing is read as Markdown, and traces that fences keep', () => {
    const rows = report.split('\n').filter((line) => line.startsWith('|'))
    // A bar that ends no cell has a backslash before it.
    expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual(Array.from({ length: 6 }, () => 6))
    expect(rows[2]).toContain(`| \`wrong\` | documented | failed | **no** | \`\`\` it is <b>&"'\\|]]>`)
    expect(rows[3]).toContain('| yes | `a reason (known to fail: it takes time)` |')
    expect(report).toContain('\n`````\nhttp > GET x\n')
  })

  it('says why the run was broken off, in which nothing is read as Markdown', () => {
    const [first] = formatReport(results.slice(0, 1), 'markdown', { brokenOff: 'by <b> | `x`' }).split('\n')
    expect(first).toBe('1 case: 1 passed, 0 failed; broken off: `` by <b> | `x` ``')
  })

  it('shows any id of a case of one’s own', () => {
    const [one] = results.slice(4)
    const shown = formatReport([{ ...(one ?? expect.unreachable()), id: 'a`|<b>\n*' }], 'markdown')
    expect(shown).toContain('| ``a`\\|<b> *`` | assumed |')
    expect(shown).toContain('<details><summary>a`|&lt;b&gt; *</summary>')
  })

  it('makes no link of an address, and nobody of a name', () => {
    const [one] = results.slice(1)
    const reason = 'GET (http://x.example/a) www.x.example a@x.example @somebody #1 \\'
    expect(formatReport([{ ...(one ?? expect.unreachable()), reason }], 'markdown')).toContain(`| \`${reason}\` |`)
  })

  it('has no table where all passed', () => {
    expect(formatReport(results.slice(0, 1), 'markdown')).toBe('1 case: 1 passed, 0 failed; all as expected.\n')
  })
})

describe('every report', () => {
  it.each(reportFormats)('%s ends with a line feed', (format) => {
    expect(formatReport([], format)).toMatch(/[^\n]\n$/)
  })

  it.each(reportFormats)('%s holds nothing that steers who shows it, whoever wrote it', (format) => {
    const steering = 'a\u001B[2J\u0007\u007F\u009B\u2028\u202E\u2066z'
    const odd: CaseResult = {
      ...{ ...about, id: steering, title: steering, source: steering, outcome: 'failed', asExpected: true },
      ...{ reason: steering, knownFailing: steering, trace: [{ kind: 'log', text: `${steering}\t\n${steering}` }] },
    }
    const report = formatReport([odd], format, { brokenOff: steering })
    expect(report).not.toMatch(/(?!\n|\t)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
    if (format === 'json') expect(JSON.parse(report)).toMatchObject({ results: [odd] })
  })

  it.each(reportFormats)('%s may have a trace of any number of lines', (format) => {
    const [result] = results.slice(-1)
    const long = { ...result, trace: [{ kind: 'log', text: '``\n'.repeat(200_000) }] } as CaseResult
    expect(formatReport([long], format).match(/``/g)?.length).toBeGreaterThanOrEqual(200_000)
  })

  it('is one that there is, of results', () => {
    expect(() => formatReport(results, 'yaml' as ReportFormat)).toThrow(TypeError)
    const [good] = results
    for (const wrong of [5, [{ id: 1 }], [{ ...good, reason: 5 }], [{ ...good, trace: [{}] }], [good, null]])
      expect(() => formatReport(wrong as never, 'text')).toThrow(
        'The results must be a list of those that runCases gives.',
      )
    for (const options of [{ brokenOff: 5 }, { brokenOff: ' ' }, null])
      expect(() => formatReport(results, 'text', options as never)).toThrow(TypeError)
  })
})

describe('what is handed over as results', () => {
  it.each(reportFormats)('%s: a TypeError, if it is none', async (format) => {
    const wrong = await wrongAnswers(oddValues(), (value) => formatReport(value as never, format), TypeError)
    expect(wrong).toEqual([])
  })

  it('failLastCase: a TypeError, if there is anything', async () => {
    const wrong = await wrongAnswers(oddValues(), (value) => failLastCase(value as never, 'it died'), TypeError)
    expect(wrong).toEqual([])
    const inList = await wrongAnswers(oddValues(), (value) => failLastCase([value] as never, 'it died'), TypeError)
    expect(inList).toEqual([])
    const reasons = await wrongAnswers(oddValues(), (value) => failLastCase(results, value as never), TypeError)
    expect(reasons).toEqual([])
  })
})
