import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { mentionedOnly } from '../scripts/reference/api.js'
import { declarations } from '../scripts/reference/declarations.js'

const { entries } = declarations()

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A declaration and, of an interface, its properties. */
const withMembers = (symbol: ts.Symbol): readonly ts.Symbol[] => [symbol, ...(symbol.members?.values() ?? [])]

/** By the text of the comment: TypeScript takes the braces of a link after `@throws` for those of a type. */
const saysThatItThrows = ({ declarations: places = [] }: ts.Symbol): boolean =>
  places
    .flatMap((place) => ts.getJSDocCommentsAndTags(place))
    .some((comment) => /@throws \W*(?:link )?(?:Portal|Response)Error/.test(comment.getText()))

describe.each(entries)('$name', ({ name, exports }) => {
  test('declares values that it has, and has those that it declares', async () => {
    const declared = [...exports].filter(([, { flags }]) => flags & ts.SymbolFlags.Value).map(([value]) => value)
    const module = (await import(name)) as Readonly<Record<string, unknown>>
    expect(declared.sort()).toEqual(Object.keys(module).sort())
  })

  test('exports PortalError where it exports what throws it', () => {
    const throws = [...exports.values()].flatMap(withMembers).some(saysThatItThrows)
    expect(!throws || exports.has('PortalError')).toBe(true)
  })

  test('says of each function with a safe twin what it throws', () => {
    const twins = [exports, ...[...exports.values()].flatMap(({ members }) => members ?? [])].flatMap((symbols) =>
      [...symbols.values()].filter(
        ({ name: own }) => /^[a-z]/.test(own) && symbols.has(`safe${capitalized(own)}` as never),
      ),
    )
    expect(twins.filter((symbol) => !saysThatItThrows(symbol)).map((symbol) => symbol.name)).toEqual([])
  })
})

test('what exported declarations mention is exported, but for a few that nobody needs by name', () => {
  // They stand at the end of docs/api.txt, so that a change of one does not go unseen.
  expect(mentionedOnly().map((symbol) => symbol.name)).toEqual([
    'AbortSignal',
    'AbortSignalInUse',
    'Carries',
    'PackageChecks',
    'PropertiesOf',
    'confirmationStatuses',
    'resources',
    'sentences',
    'simulatorEnvironments',
    'snapshotOf',
  ])
})
