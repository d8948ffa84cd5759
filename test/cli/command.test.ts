import { describe, expect, test } from 'vitest'
import { kinds, oneOf, parseOptions, UsageError, withReason } from '../../src/cli/command.js'

describe('options', () => {
  const options = { name: kinds.text, file: kinds.texts, json: kinds.flag }

  test('are parsed by their kinds', () => {
    const { values, positionals } = parseOptions(['--name', 'a', '--file', 'b', 'c', '--file=d', '--json'], options)
    expect({ ...values }).toEqual({ name: 'a', file: ['b', 'd'], json: true })
    expect(positionals).toEqual(['c'])
    expect({ ...parseOptions([], options).values }).toEqual({})
  })

  test.each([
    ['that there is not', ['--colour'], "Unknown option '--colour'."],
    ['without its value', ['--name'], '--name has no value.'],
    [
      'without its value, before another',
      ['--name', '--json'],
      '--name has no value; one that begins with a dash is written --name=--json.',
    ],
    [
      'with a value that begins with a dash',
      ['--name', '-1'],
      '--name has no value; one that begins with a dash is written --name=-1.',
    ],
    // A line feed and a carriage return are no less of a value.
    ...['\n', '\r', '\u2028'].map((end): [string, string[], string] => [
      'with a dash and the end of a line',
      ['--name', `-${end}`],
      `--name has no value; one that begins with a dash is written --name=-${end}.`,
    ]),
    ['by one letter', ['-n', 'a'], "Unknown option '-n'."],
    ['that all objects have', ['--toString'], "Unknown option '--toString'."],
    ['with a value that it does not take', ['--json=1'], '--json takes no value.'],
    ['given twice that takes one value', ['--name', 'a', '--name=b'], '--name is given twice.'],
    ['given twice that takes none', ['--json', '--json'], '--json is given twice.'],
    ['with an empty value', ['--name', ''], '--name is empty.'],
    ['of several, one of them empty', ['--file', 'a', '--file='], '--file is empty.'],
  ])('one %s is a usage error of one sentence', (_, given, message) => {
    expect(() => parseOptions(given, options)).toThrow(new UsageError(message))
  })

  test('an empty argument is a usage error', () => {
    for (const given of [[''], ['--', '']])
      expect(() => parseOptions(given, options)).toThrow(new UsageError('An argument is empty.'))
  })

  test('an argument is one where none is allowed', () => {
    expect(() => parseOptions(['here'], options, false)).toThrow(new UsageError("Unexpected argument 'here'."))
    expect(() => parseOptions([''], options, false)).toThrow(new UsageError('An argument is empty.'))
  })

  test('all that is wrong is told at once, each once', () => {
    const given = ['--colour', '--json=1', '--file=', '--colour', '--name']
    const lines = ["Unknown option '--colour'.", '--json takes no value.', '--file is empty.', '--name has no value.']
    expect(() => parseOptions(given, options)).toThrow(new UsageError(lines))
    expect(parseOptions(['--name=-1', '--', '--json', '-'], options)).toMatchObject({
      ...{ values: { name: '-1' }, positionals: ['--json', '-'] },
    })
  })

  test('one of some words is a word of them, or absent', () => {
    const words = ['left', 'right'] as const
    expect(words.map((word) => oneOf('side', word, words))).toEqual(words)
    expect(oneOf('side', undefined, words)).toBeUndefined()
    expect(() => oneOf('side', 'up', words)).toThrow(new UsageError('--side is left or right.'))
    expect(() => oneOf('side', '', words)).toThrow(UsageError)
  })
})

test('what was typed stays in its line, and does not steer the terminal', () => {
  const { message } = new UsageError(['a\nb\u001B[31m\u009B\u007F\u2028\u202E ø', 'c'])
  expect(message).toBe('a\\u000ab\\u001b[31m\\u009b\\u007f\\u2028\\u202e ø\nc')
})

test('no more is told than somebody reads', () => {
  const { message } = new UsageError(Array.from({ length: 500_000 }, () => 'x'.repeat(6000)))
  const lines = message.split('\n')
  expect([lines.length, lines[49]?.length, lines[50]]).toEqual([51, 5001, 'And 499950 more.'])
  const { message: one } = new UsageError('x'.repeat(5000))
  expect(one).toBe('x'.repeat(5000))
})

describe('work of the system', () => {
  const words = (code: string): string | undefined => (code === 'ENOENT' ? 'There is no such file.' : undefined)

  test('gives what it gives', async () => {
    expect(await withReason(Promise.resolve(1), words)).toBe(1)
  })

  test('that fails for a reason with words is a usage error', async () => {
    const failure = Object.assign(new Error('open'), { code: 'ENOENT' })
    await expect(withReason(Promise.reject(failure), words)).rejects.toThrow(
      new UsageError('There is no such file.', 'cli.unusable'),
    )
  })

  test('that fails for another is left as it is', async () => {
    const failure = Object.assign(new Error('open'), { code: 'EACCES' })
    await expect(withReason(Promise.reject(failure), words)).rejects.toBe(failure)
    await expect(withReason(Promise.reject(new Error('own')), words)).rejects.toThrow('own')
  })
})
