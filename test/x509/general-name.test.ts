import { describe, expect, it } from 'vitest'
import { readDerValues } from '../../src/x509/der.js'
import { readName } from '../../src/x509/distinguished-name.js'
import { readGeneralNames, readSubtree, subjectNames, type GeneralName } from '../../src/x509/general-name.js'
import { keepsTo, maximumNameComparisons } from '../../src/x509/name-constraints.js'
import { der, encodeName, objectIdentifier, utf8, type Name } from '../../testing/der.js'

const tags = { mailbox: 0x81, host: 0x82, resource: 0x86, address: 0x87, directory: 0xa4 } as const
type Form = keyof typeof tags

const valueOf = (bytes: Uint8Array): ReturnType<typeof readDerValues>[number] => {
  const [value] = readDerValues(bytes)
  if (value === undefined) throw new Error('one value was encoded')
  return value
}

/** A name of a form: text, the numbers of an address, or the attributes of a directory name. */
function encode(form: Form, content: string | readonly number[] | Name): Uint8Array {
  if (typeof content === 'string') return der(tags[form], utf8(content))
  if (form === 'directory') return der(tags[form], encodeName(content as Name))
  return der(tags[form], Uint8Array.from(content as readonly number[]))
}

/** A name to which the constraints of one form apply. */
function nameOf(bytes: Uint8Array): GeneralName {
  const [name, ...more] = readGeneralNames(valueOf(bytes))
  if (name === undefined || more.length > 0) throw new Error('a name of one form was encoded')
  return name
}

/** How a name stands to a subtree: within, outside, or as cannot be told. */
function relation(form: Form, subtree: Parameters<typeof encode>[1], name: Parameters<typeof encode>[1]): string {
  const base = readSubtree(valueOf(encode(form, subtree)))
  const names = readGeneralNames(valueOf(encode(form, name)))
  const isPermitted = keepsTo([{ ...base, isPermitted: true }], names)
  const isNotExcluded = keepsTo([{ ...base, isPermitted: false }], names)
  if (isPermitted && isNotExcluded) return 'both'
  return isPermitted ? 'within' : isNotExcluded ? 'outside' : 'neither'
}

describe('a mailbox', () => {
  it.each([
    ['kari@example.no', 'kari@example.no', 'within'],
    ['kari@example.no', 'kari@EXAMPLE.no', 'within'],
    ['kari@example.no', 'Kari@example.no', 'outside'],
    ['kari@example.no', 'kari@a.example.no', 'outside'],
    ['kari@example.no', 'ola.kari@example.no', 'outside'],
    ['example.no', 'kari@example.no', 'within'],
    ['Example.no', '"a@b"@example.no', 'within'],
    ['example.no', 'kari@a.example.no', 'outside'],
    ['example.no', 'kari@xample.no', 'outside'],
    ['example.no', 'k@example.no', 'within'],
    ['.example.no', 'kari@a.example.no', 'within'],
    ['.example.no', 'kari@b.a.example.no', 'within'],
    ['.example.no', 'kari@example.no', 'outside'],
    ['.example.no', 'kari@aexample.no', 'outside'],
    ['example.no', 'kari', 'neither'],
    ['example.no', '@example.no', 'neither'],
    ['example.no', 'kari@[10.0.0.1]', 'neither'],
    ['', 'kari@example.no', 'neither'],
    ['exa mple.no', 'kari@example.no', 'neither'],
  ])('with the subtree %j: %j is %s', (subtree, name, expected) => {
    expect(relation('mailbox', subtree, name)).toBe(expected)
  })
})

describe('a host', () => {
  it.each([
    ['example.no', 'example.no', 'within'],
    ['example.no', 'a.example.no', 'within'],
    ['example.no', 'b.A.EXAMPLE.no', 'within'],
    ['example.no', '*.example.no', 'within'],
    ['example.no', 'xexample.no', 'outside'],
    ['a.example.no', 'example.no', 'outside'],
    ['no', 'a.no', 'within'],
    ['', 'a.no', 'within'],
    ['.example.no', 'a.example.no', 'neither'],
    ['example.no', 'a..example.no', 'neither'],
    ['example.no', 'example.no.', 'neither'],
    ['example.no', 'blåbær.example.no', 'neither'],
  ])('with the subtree %j: %j is %s', (subtree, name, expected) => {
    expect(relation('host', subtree, name)).toBe(expected)
  })
})

describe('a resource', () => {
  it.each([
    ['example.no', 'https://example.no/x', 'within'],
    ['example.no', 'HTTPS://kari:secret@EXAMPLE.no:8443?q', 'within'],
    ['example.no', 'https://a.example.no', 'outside'],
    ['.example.no', 'https://a.example.no#x', 'within'],
    ['.example.no', 'https://example.no', 'outside'],
    ['b.no', 'https://b.no@example.no', 'outside'],
    ['b.no', 'https://example.no/@b.no', 'outside'],
    ['b.no', 'https://example.no?@b.no', 'outside'],
    ['example.no', 'urn:example.no', 'neither'],
    ['example.no', 'https://10.0.0.1/', 'neither'],
    ['example.no', 'https://[::1]/', 'neither'],
    ['example.no', '//example.no', 'neither'],
  ])('with the subtree %j: %j is %s', (subtree, name, expected) => {
    expect(relation('resource', subtree, name)).toBe(expected)
  })
})

describe('an address', () => {
  const [eight, none] = [
    [255, 0, 0, 0],
    [0, 0, 0, 0],
  ] as const
  const six = [0x20, 1, 0xd, 0xb8, ...Array<number>(12).fill(0)]
  const network = [0xff, 0xff, 0xff, 0xfe, ...Array<number>(12).fill(0)]
  it.each([
    [[10, 0, 0, 0, ...eight], [10, 1, 2, 3], 'within'],
    [[10, 9, 9, 9, ...eight], [10, 1, 2, 3], 'within'],
    [[10, 0, 0, 0, ...eight], [11, 1, 2, 3], 'outside'],
    [[1, 2, 3, 4, ...none], [11, 1, 2, 3], 'within'],
    [[10, 0, 0, 0, ...eight], six, 'outside'],
    [[...six, ...network], six, 'within'],
    [[...six, ...network], [0x20, 1, 0xd, 0xb9, ...six.slice(4)], 'within'],
    [[...six, ...network], [0x20, 1, 0xd, 0xba, ...six.slice(4)], 'outside'],
    [[10, 0, 0, 0, 255, 0, 255, 0], [10, 1, 0, 3], 'neither'],
    [[10, 0, 0, 0], [10, 0, 0, 0], 'neither'],
    [[10, 0, 0, 0, ...eight], [10, 0, 0], 'neither'],
  ])('with the subtree %j: %j is %s', (subtree, name, expected) => {
    expect(relation('address', subtree, name)).toBe(expected)
  })
})

describe('a directory name', () => {
  it.each<[string, Name, Name, string]>([
    ['begins', { C: 'NO', O: 'A' }, { C: 'NO', O: 'A', CN: 'x' }, 'within'],
    ['is the same', { C: 'NO' }, { C: 'NO' }, 'within'],
    ['is shorter', { C: 'NO', O: 'A' }, { C: 'NO' }, 'outside'],
    ['begins otherwise', { C: 'NO', O: 'A' }, { C: 'NO', O: 'AB' }, 'outside'],
    ['has the same in the end', { O: 'A' }, { C: 'NO', O: 'A' }, 'outside'],
    ['differs in case and space', { O: 'Blåbær og Søster' }, { O: '  BLÅBÆR  OG søster ' }, 'within'],
    ['differs in the type of string', { O: 'Å' }, [[['O', 'å', 'bmp']], [['CN', 'x']]], 'within'],
    ['differs in how characters are composed', { O: 'e\u0301' }, { O: '\u00e9' }, 'within'],
    [
      'differs in the order of a relative name',
      [
        [
          ['O', 'a'],
          ['OU', 'b'],
        ],
      ],
      [
        [
          ['OU', 'b'],
          ['O', 'a'],
        ],
      ],
      'within',
    ],
    ['is none, with a subtree of all', [], { C: 'SE' }, 'within'],
    ['has another type of attribute', { O: 'A' }, { OU: 'A' }, 'outside'],
  ])('that %s', (_, subtree, name, expected) => {
    expect(relation('directory', subtree, name)).toBe(expected)
  })
})

describe('names', () => {
  const host = (name: string): GeneralName => nameOf(encode('host', name))
  const subtree = (name: string, isPermitted: boolean): Parameters<typeof keepsTo>[0][number] => ({
    ...readSubtree(valueOf(encode('host', name))),
    isPermitted,
  })

  it('must be in one of the subtrees that are permitted, and in none that is excluded', () => {
    const constraints = [subtree('a.no', true), subtree('b.no', true), subtree('x.a.no', false)]
    expect(keepsTo(constraints, [host('a.no'), host('y.b.no')])).toBe(true)
    expect(keepsTo(constraints, [host('a.no'), host('c.no')])).toBe(false)
    expect(keepsTo(constraints, [host('x.a.no')])).toBe(false)
    expect(keepsTo(constraints, [])).toBe(true)
  })

  it('are within no constraints of which one cannot be read', () => {
    const unreadable = { ...readSubtree(valueOf(encode('host', '?'))), isPermitted: false }
    expect(keepsTo([unreadable], [host('a.no')])).toBe(false)
    expect(keepsTo([subtree('a.no', true), unreadable], [host('a.no')])).toBe(false)
  })

  it('of forms that are not constrained may be anything', () => {
    const other = nameOf(der(0xa0, objectIdentifier('1.2.3')))
    expect(keepsTo([subtree('a.no', true)], [nameOf(encode('mailbox', '?')), other])).toBe(true)
  })

  it('are not taken for those of another form by how they are encoded', () => {
    const constructed = nameOf(der(0xa2, utf8('b.no')))
    expect(keepsTo([subtree('a.no', true)], [constructed])).toBe(false)
    expect(() => readGeneralNames(valueOf(utf8('\u0002\u0000')))).toThrow(new RangeError('not a form of name'))
  })

  it('are compared as often as is fixed', () => {
    const names = Array.from({ length: 50 }, () => host('a.no'))
    const constraints = Array.from({ length: maximumNameComparisons / 50 }, () => subtree('a.no', true))
    expect(keepsTo(constraints, names)).toBe(true)
    expect(keepsTo([...constraints, subtree('a.no', true)], names)).toBe(false)
  })

  it('of a subject are its own, and the mailboxes in it', () => {
    const subject = valueOf(encodeName([[['C', 'NO']], [['emailAddress', 'kari@example.no', 'ia5']]]))
    expect(subjectNames(readName(subject)).map(({ form }) => form)).toEqual([4, 1])
    expect(subjectNames(readName(valueOf(encodeName([]))))).toEqual([])
  })
})

describe('a mailbox beyond ASCII, which is an otherName', () => {
  const mailboxType = objectIdentifier('1.3.6.1.5.5.7.8.9')
  const named = (...parts: readonly Uint8Array[]): readonly GeneralName[] =>
    readGeneralNames(valueOf(der(0xa0, ...parts)))
  const mailbox = (text: string): readonly GeneralName[] => named(mailboxType, der(0xa0, der(0x0c, utf8(text))))
  const base = (bytes: Uint8Array): GeneralName => readSubtree(valueOf(bytes))
  const keeps = (subtree: GeneralName, names: readonly GeneralName[]): readonly boolean[] =>
    [true, false].map((isPermitted) => keepsTo([{ ...subtree, isPermitted }], names))

  it.each([
    ['example.no', 'blåbær@example.no', [true, false]],
    ['example.no', 'blåbær@EXAMPLE.no', [true, false]],
    ['example.no', 'blåbær@other.no', [false, true]],
    ['example.no', 'blåbær@a.example.no', [false, true]],
    ['.example.no', 'blåbær@a.example.no', [true, false]],
    ['kari@example.no', 'blåbær@example.no', [false, true]],
    ['example.no', 'blåbær@blåbær.no', [false, false]],
    ['example.no', 'blåbær', [false, false]],
  ])('is held to the constraint %s of mailboxes: %s', (constraint, text, expected) => {
    expect(keeps(base(encode('mailbox', constraint)), mailbox(text))).toEqual(expected)
  })

  it('is refused where it cannot be read, or otherNames are constrained', () => {
    const odd = [
      named(mailboxType),
      named(mailboxType, der(0xa0)),
      named(mailboxType, der(0xa0, der(0x16, Uint8Array.of(0x61)))),
      named(mailboxType, der(0xa0, der(0x0c, Uint8Array.of(0xff, 0x40, 0x61)))),
    ]
    for (const names of odd) expect(keeps(base(encode('mailbox', 'example.no')), names)).toEqual([false, false])
    expect(keeps(base(der(0xa0, mailboxType)), mailbox('blåbær@example.no'))).toEqual([false, false])
  })

  it('is any name where others are constrained, and another otherName is none of it', () => {
    expect(keeps(base(encode('host', 'example.no')), mailbox('blåbær@other.no'))).toEqual([true, true])
    for (const names of [
      named(objectIdentifier('1.2.3'), der(0xa0, der(0x0c, utf8('a@b.no')))),
      named(Uint8Array.of(1, 9)),
    ])
      expect(keeps(base(encode('mailbox', 'example.no')), names)).toEqual([true, true])
  })
})
