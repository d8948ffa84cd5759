/**
 * Which cases the command `contract` runs, and which of them are known to fail.
 *
 * @module
 */
import type { ContractCase } from '../contract/index.js'
import { selectableLevels } from '../contract/levels.js'
import { casesNamed, selectCases } from '../contract/select-cases.js'
import { unlessThrown } from '../guard.js'
import { oneOf, readAll, UsageError, type Terminal } from './command.js'
import { readOrInput } from './files.js'

/** The cases that options ask for. */
export async function casesFrom(
  ids: readonly string[] | undefined,
  levelName: string | undefined,
): Promise<readonly ContractCase[]> {
  const { level } = await readAll({
    level: () => oneOf('level', levelName, selectableLevels),
    ids: () => {
      const unknown = (ids ?? []).filter((id) => !exists(id))
      if (unknown.length > 0) throw new UsageError(`There is no case ${unknown.join(', ')}.`)
    },
  })
  const cases = selectCases({ cases: ids, level })
  if (cases.length === 0) throw new UsageError('There is no such case of that level.')
  return cases
}

function exists(id: string): boolean {
  return casesNamed(id).length > 0
}

/**
 * Reads a file of cases that are known to fail: `ID: REASON` on a line each, besides comments that begin with `#`, and empty
 * lines. All that is wrong is told at once, by its line: the file may be any other.
 */
export async function knownFailingFrom(
  file: string,
  terminal: Pick<Terminal, 'input'>,
): Promise<Record<string, string>> {
  const bytes = await readOrInput(file, terminal)
  const text = unlessThrown(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (text === undefined) throw new UsageError(`${file}: is no text in UTF-8.`, 'cli.unusable')
  const known = new Map<string, string>()
  const wrong: string[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#.*)?$/.test(line)) continue
    const [, id = '', rest = ''] = /^([^\s:][^\s:]*)\s*:(.*)$/s.exec(line.trim()) ?? []
    const reason = rest.trim()
    const problem =
      id === ''
        ? 'a line is ID: REASON.'
        : !exists(id)
          ? 'there is no such case.'
          : reason === ''
            ? `${id} has no reason.`
            : known.has(id)
              ? `${id} stands there twice.`
              : undefined
    if (problem === undefined) known.set(id, reason)
    else wrong.push(`${file}:${index + 1}: ${problem}`)
  }
  if (wrong.length > 0) throw new UsageError(wrong, 'cli.unusable')
  return Object.fromEntries(known)
}
