import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecs } from 'signering-portal/codec'
import { run } from '../../testing/cli/terminal.js'
import { valuedCodecs } from '../../testing/properties/valued-codecs.js'
import { repositoryFile } from '../../testing/requirements.js'
import { Libxml2 } from '../../testing/validators.js'
import { decodeVectors } from '../../testing/vectors/read.js'

const whole = '--show-personal-data'
const libxml2 = new Libxml2(repositoryFile('schema/portal.xsd'))

describe('what decode prints, encode writes again, and libxml2 accepts it', () => {
  test.each(valuedCodecs)('$name', async ({ name, use }) => {
    await use(async (codec, values) =>
      fc.assert(
        fc.asyncProperty(values, async (value) => {
          const decoded = await run(['decode', whole, '-'], { input: codec.encode(value) })
          const { code, stdout, stderr } = await run(['encode', whole, '-'], { input: decoded.stdout })
          expect({ name, code, stderr: code === 0 ? '' : stderr }).toEqual({ name, code: 0, stderr: '' })
          expect(codec.decode(stdout)).toStrictEqual(value)
          expect(libxml2.accepts(stdout)).toBe(true)
        }),
      ),
    )
  })

  test('of every vector that is a message', async () => {
    let count = 0
    for (const { id, element, xml, bytes, strict } of decodeVectors()) {
      if (!strict.valid) continue
      const codec = codecs.find(({ name }) => name === element)
      expect.assert(codec !== undefined)
      const decoded = await run(['decode', whole, '-'], { input: xml ?? Buffer.from(bytes ?? '', 'base64') })
      const { stdout, stderr } = await run(['encode', whole, '-'], { input: decoded.stdout })
      // What is only assumed stops no reader, but a writer, who also counts characters as all validators do.
      if (stdout === '') {
        expect(stderr, id).toMatch(/^-:\d+:\d+ (?:rule\.|schema\.max-length)/)
        continue
      }
      expect(codec.decode(stdout), id).toStrictEqual(strict.value)
      expect(libxml2.accepts(stdout), id).toBe(true)
      count += 1
    }
    expect(count).toBeGreaterThan(300)
  })
})

describe('without being asked for, nothing personal is printed', () => {
  test.each(valuedCodecs)('$name', async ({ use }) => {
    await use(async (codec, values) =>
      fc.assert(
        fc.asyncProperty(values, async (value) => {
          const input = codec.encode(value)
          const { stdout } = await run(['decode', '-'], { input })
          const encoded = await run(['encode', '--show-personal-data', '-'], { input: stdout })
          // Either nothing was left out, or encode sees that something was.
          if (encoded.code === 0) expect(codec.decode(encoded.stdout)).toStrictEqual(value)
          else expect(encoded.stderr).toContain('json.redacted')
          const printed = textsIn(JSON.parse(stdout))
          for (const text of personalIn(value)) expect(printed).not.toContain(text)
        }),
      ),
    )
  })
})

/** Every text and name in what is JSON. */
function textsIn(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json]
  return Object.entries(json ?? {}).flatMap(([name, member]) => [name, ...textsIn(member)])
}

/** The national identity numbers, addresses and telephone numbers of a value, by their names, that are nothing else in it, too. */
function personalIn(value: unknown): readonly string[] {
  const personal: string[] = []
  const others = new Set(['', 'redacted'])
  JSON.stringify(value, (name, member: unknown) => {
    others.add(name)
    if (typeof member !== 'string') return member
    if (['personalIdentificationNumber', 'address', 'number'].includes(name)) personal.push(member)
    else others.add(member)
    return member
  })
  return personal.filter((text) => !others.has(text))
}
