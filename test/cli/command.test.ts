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
    ['without its value', ['--name'], "Option '--name <value>' argument missing."],
    ['with a value that it does not take', ['--json=1'], "Option '--json' does not take an argument."],
  ])('one %s is a usage error of one sentence', (_, given, message) => {
    expect(() => parseOptions(given, options)).toThrow(new UsageError(message))
  })

  test('an argument is one where none is allowed', () => {
    expect(() => parseOptions(['here'], options, false)).toThrow(UsageError)
  })

  test('one of some words is a word of them, or absent', () => {
    const words = ['left', 'right'] as const
    expect(words.map((word) => oneOf('side', word, words))).toEqual(words)
    expect(oneOf('side', undefined, words)).toBeUndefined()
    expect(() => oneOf('side', 'up', words)).toThrow(new UsageError('--side is left or right.'))
    expect(() => oneOf('side', '', words)).toThrow(UsageError)
  })
})

describe('work of the system', () => {
  const words = (code: string): string | undefined => (code === 'ENOENT' ? 'There is no such file.' : undefined)

  test('gives what it gives', async () => {
    expect(await withReason(Promise.resolve(1), words)).toBe(1)
  })

  test('that fails for a reason with words is a usage error', async () => {
    const failure = Object.assign(new Error('open'), { code: 'ENOENT' })
    await expect(withReason(Promise.reject(failure), words)).rejects.toThrow(new UsageError('There is no such file.'))
  })

  test('that fails for another is left as it is', async () => {
    const failure = Object.assign(new Error('open'), { code: 'EACCES' })
    await expect(withReason(Promise.reject(failure), words)).rejects.toBe(failure)
    await expect(withReason(Promise.reject(new Error('own')), words)).rejects.toThrow('own')
  })
})
