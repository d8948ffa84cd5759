import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { readDerValues } from '../../src/x509/der.js'
import { isNameWritten } from '../../src/x509/name-comparison.js'
import { encodeName, type Name } from '../../testing/der.js'
import { describeWith, jdk, repositoryFile } from '../../testing/requirements.js'
import { names } from '../../testing/x509/names.js'
import { authority, authorityWritten, notTheAuthority, othersWritten } from '../../testing/x509/written-names.js'

const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64')

function java(lines: readonly string[]): readonly string[] {
  const program = repositoryFile('testing/java/NameForms.java')
  return execFileSync('java', [program], { input: lines.join('\n'), encoding: 'utf8' })
    .trimEnd()
    .split('\n')
}

describeWith([jdk], 'names, by Java', () => {
  it('are the same in every form that Java writes', () => {
    const encodings = names.map(({ name }) => encodeName(name))
    const forms = java(encodings.map(base64))
    const unknown = names.filter((_, index) => {
      const [name] = readDerValues(encodings[index] ?? new Uint8Array())
      const written = (forms[index] ?? '').split(' ').map((form) => Buffer.from(form, 'base64').toString())
      return written.length !== 4 || !written.every((text) => isNameWritten(text, name))
    })
    expect(unknown).toEqual([])
  })

  it('are others where we say so, and the same where Java says so', () => {
    const same = [...authorityWritten.map((text): readonly [string, Name] => [text, authority]), ...othersWritten]
    const other = notTheAuthority.map(([, text]): readonly [string, Name] => [text, authority])
    const verdicts = java([...same, ...other].map(([text, name]) => `${base64(encodeName(name))} ${base64(text)}`))
    expect(verdicts.slice(same.length)).not.toContain('same')
    // Of types without a keyword Java compares the encoding, so that a text does not tell enough; it does not know the
    // keywords of others, nor quotation marks that .NET doubles, nor a name of white space alone; and it reads T61String,
    // BMPString and UniversalString as UTF-8.
    expect(verdicts.slice(0, same.length).filter((verdict) => verdict === 'same').length).toBe(same.length - 23)
  })
})
