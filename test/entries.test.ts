import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { mentionedOnly } from '../scripts/reference/api.js'
import { declarations } from '../scripts/reference/declarations.js'

const { entries } = declarations()

describe.each(entries)('$name', ({ name, exports }) => {
  test('declares values that it has, and has those that it declares', async () => {
    const declared = [...exports].filter(([, { flags }]) => flags & ts.SymbolFlags.Value).map(([value]) => value)
    const module = (await import(name)) as Readonly<Record<string, unknown>>
    expect(declared.sort()).toEqual(Object.keys(module).sort())
  })

  test('exports PortalError where it exports what throws it', () => {
    const throws = [...exports.values()].some((symbol) =>
      symbol
        .getJsDocTags()
        .some((tag) => tag.name === 'throws' && ts.displayPartsToString(tag.text).includes('PortalError')),
    )
    expect(!throws || exports.has('PortalError')).toBe(true)
  })
})

test('what exported declarations mention is exported, but for a few that nobody needs by name', () => {
  // They stand at the end of docs/api.txt, so that a change of one does not go unseen.
  expect(mentionedOnly().map((symbol) => symbol.name)).toEqual([
    'Carries',
    'PackageChecks',
    'PropertiesOf',
    'resources',
    'simulatorEnvironments',
    'snapshotOf',
  ])
})
