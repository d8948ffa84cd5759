import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCertificate } from '../../src/x509/certificate.js'
import { comparableName, distinguishedName, readName } from '../../src/x509/distinguished-name.js'
import { readDerValues } from '../../src/x509/der.js'
import { describeWith, jdk, repositoryFile } from '../../testing/requirements.js'
import { makeCertificate, validity } from '../../testing/certificates.js'
import { der, encodeName, objectIdentifier, sequence } from '../../testing/der.js'
import { names, serialNumbers } from '../../testing/x509/names.js'

const certificates = [
  ...names.map(({ name }) => makeCertificate({ subject: name, serialNumber: 7n, ...validity })),
  ...serialNumbers.map((serialNumber) => makeCertificate({ subject: { CN: 'x' }, serialNumber, ...validity })),
]

/** What Java wrote for `names`: made by running these tests with RECORD_NAMES=true. */
const recorded = repositoryFile('testing/x509/names.json')

describe('the name of the issuer', () => {
  it('is what Java was recorded to write', () => {
    const expected = JSON.parse(readFileSync(recorded, 'utf8')) as unknown
    const ours = names.map(({ about, name }) => {
      const [encoded] = readDerValues(encodeName(name))
      if (encoded === undefined) throw new Error('a name has an encoding')
      return { about, name: distinguishedName(readName(encoded)) }
    })
    expect(ours).toEqual(expected)
  })
})

describe('names are compared', () => {
  const comparable = (value: Uint8Array): string => {
    const name = sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), value)))
    return comparableName(readName(readDerValues(name)[0])).join()
  }
  const utf8 = (text: string): Uint8Array => der(0x0c, Buffer.from(text))
  const universal = (text: string): Uint8Array => der(0x1c, Buffer.from(text))

  it.each<[string, Uint8Array, Uint8Array, boolean]>([
    ['of any case', utf8('Straße Ærlig'), utf8('STRASSE ærlig'), true],
    ['with more or less white space', utf8(' a   b '), utf8('a b'), true],
    ['with white space and without', utf8('a b'), utf8('ab'), false],
    ['in characters of another width', utf8('ＡＢ１'), utf8('ab1'), true],
    ['of another type of string', utf8('Blåbær'), der(0x1e, Buffer.from('Blåbær', 'utf16le').swap16()), true],
    ['of a Latin alphabet', utf8('\u0080\u009fæ'), der(0x14, Uint8Array.of(0x80, 0x9f, 0xe6)), true],
    ['of a type that is not read, and the same', universal('abcd'), universal('abcd'), true],
    ['of a type that is not read, in another case', universal('abcd'), universal('ABCD'), false],
    ['of a type that is not read, and a text', universal('abcd'), utf8('abcd'), false],
  ])('%s', (_, one, other, areSame) => {
    expect(comparable(one) === comparable(other)).toBe(areSame)
  })
})

it.each([
  ['an attribute without a value', 'not a name', sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'))))],
  ['an attribute without a type', 'not a name', sequence(der(0x31, sequence()))],
  ['a relative name that is no set', 'not the value that is expected', sequence(sequence(sequence()))],
  ['no name', 'not the value that is expected', der(0x05)],
])('%s is not read as a name', (_, reason, bytes) => {
  expect(() => readName(readDerValues(bytes)[0])).toThrow(new RangeError(reason))
})

describeWith([jdk], 'the name of the issuer, and the serial number, by Java', () => {
  it('are the same', () => {
    const program = repositoryFile('testing/java/Names.java')
    const base64 = certificates.map(({ certificateDer }) => Buffer.from(certificateDer).toString('base64'))
    const lines = execFileSync('java', [program], { input: base64.join('\n'), encoding: 'utf8' })
      .trim()
      .split('\n')
    const theirs = lines.map((line) => {
      const [name = '', serialNumber] = line.split(' ')
      return { issuerName: Buffer.from(name, 'base64').toString(), serialNumber }
    })
    if (process.env['RECORD_NAMES'] === 'true') {
      const answers = names.map(({ about }, index) => ({ about, name: theirs[index]?.issuerName }))
      writeFileSync(recorded, `${JSON.stringify(answers, null, 2)}\n`)
    }
    expect(certificates).toHaveLength(theirs.length)
    const ours = certificates.map(({ certificateDer }) => readCertificate(certificateDer))
    expect(ours.map((certificate) => [certificate?.issuerName, certificate?.serialNumber])).toEqual(
      theirs.map(({ issuerName, serialNumber }) => [issuerName, serialNumber]),
    )
  })
})
