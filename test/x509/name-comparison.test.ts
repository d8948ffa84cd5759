import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { readDerValues, type DerValue } from '../../src/x509/der.js'
import { distinguishedName, readName } from '../../src/x509/distinguished-name.js'
import { isNameWritten } from '../../src/x509/name-comparison.js'
import { der, encodeName, objectIdentifier, sequence, type Name } from '../../testing/der.js'
import { repositoryFile } from '../../testing/requirements.js'
import { names } from '../../testing/x509/names.js'
import {
  authority,
  authorityWritten,
  keywordsWritten,
  notTheAuthority,
  othersWritten,
} from '../../testing/x509/written-names.js'

const encoded = (name: Name): DerValue => {
  const [value] = readDerValues(encodeName(name))
  if (value === undefined) throw new Error('a name has an encoding')
  return value
}

const recorded = JSON.parse(readFileSync(repositoryFile('testing/x509/names.json'), 'utf8')) as readonly {
  readonly about: string
  readonly name: string
}[]

describe('a name is the same as Java writes it', () => {
  it.each(names)('$about', ({ about, name }) => {
    const java = recorded.find((record) => record.about === about)?.name ?? '?'
    expect(isNameWritten(java, encoded(name))).toBe(true)
    expect(isNameWritten(`OU=x,${java}`, encoded(name))).toBe(false)
  })

  test('and no two of these are taken for each other', () => {
    const same = names.flatMap((one) =>
      names.filter(
        (other) => other !== one && isNameWritten(distinguishedName(readName(encoded(one.name))), encoded(other.name)),
      ),
    )
    expect(same).toEqual([])
  })
})

describe('a name is written by others as', () => {
  test.each(authorityWritten)('%s', (text) => {
    expect(isNameWritten(text, encoded(authority))).toBe(true)
  })

  test.each(othersWritten)('%s', (text, name) => {
    expect(isNameWritten(text, encoded(name))).toBe(true)
  })
})

describe.each(Object.entries(keywordsWritten))('a keyword of %s is read, in any case,', (_, keywords) => {
  test.each(Object.entries(keywords))('%s for %s', (keyword, type) => {
    for (const written of [keyword, keyword.toLowerCase(), keyword.toUpperCase()]) {
      expect(isNameWritten(`${written}=x`, encoded([[[type, 'x']]]))).toBe(true)
      expect(isNameWritten(`${written}=x`, encoded([[['1.2.3', 'x']]]))).toBe(false)
    }
  })
})

test('a GeneralString is read in ISO 8859-1, or in UTF-8', () => {
  for (const encoding of ['latin1', 'utf8'] as const) {
    const [name] = readDerValues(
      sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), der(0x1b, Buffer.from('Blåbær', encoding))))),
    )
    expect(isNameWritten('CN=Blåbær', name)).toBe(true)
  }
})

describe('a name is another where', () => {
  test.each(notTheAuthority)('%s', (_, text) => {
    expect(isNameWritten(text, encoded(authority))).toBe(false)
  })

  test('it is longer than any, or has more attributes than any in one relative name', () => {
    const long = 'x'.repeat(9_997)
    expect(isNameWritten(`CN=${long}`, encoded({ CN: long }))).toBe(true)
    expect(isNameWritten(`CN=${long}x`, encoded({ CN: `${long}x` }))).toBe(false)
    const attributes = Array.from({ length: 17 }, (_, index) => ['OU', String(index)] as const)
    const most = attributes.slice(1)
    expect(isNameWritten(most.map(([type, value]) => `${type}=${value}`).join('+'), encoded([most]))).toBe(true)
    expect(isNameWritten(attributes.map(([type, value]) => `${type}=${value}`).join('+'), encoded([attributes]))).toBe(
      false,
    )
  })

  test.each([
    ['is no whole number of characters', [0, 0, 0, 0x61, 0, 0]],
    ['lies beyond Unicode', [0, 0, 0, 0x61, 0, 0x11, 0, 0]],
  ])('a UniversalString %s, which is read as U+FFFD', (_, octets) => {
    const [name] = readDerValues(
      sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), der(0x1c, Uint8Array.from(octets))))),
    )
    expect(['CN=a\uFFFD', 'CN=a'].map((text) => isNameWritten(text, name))).toEqual([true, false])
  })

  test('one relative name has another attribute, or one more', () => {
    const two = [
      ['CN', 'Kari'],
      ['serialNumber', '12'],
    ] as const
    for (const text of ['CN=Kari+serialNumber=13', 'CN=Kari', 'CN=Kari+serialNumber=12+OU=x', 'CN=Kari+CN=Kari'])
      expect(isNameWritten(text, encoded([two]))).toBe(false)
    expect(isNameWritten('CN=Kari', encoded([two.slice(0, 1)]))).toBe(true)
  })

  test('a value that is no string is written as another, or as a string', () => {
    const [name] = readDerValues(
      sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), der(0x02, Uint8Array.of(0, 0, 0, 0x78))))),
    )
    expect(
      ['CN=#020400000078', 'CN=#020400000079', 'CN=#020178', 'CN=#0201', 'CN=x', 'CN='].map((text) =>
        isNameWritten(text, name),
      ),
    ).toEqual([true, false, false, false, false, false])
  })

  test('there is nothing to compare it with', () => {
    expect(isNameWritten('CN=x', undefined)).toBe(false)
  })
})
