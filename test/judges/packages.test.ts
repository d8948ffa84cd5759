import { describe, expect, it } from 'vitest'
import { differences } from '../../testing/judges/differences.js'
import { verify } from '../../testing/judges/own.js'
import { packages } from '../../testing/judges/packages.js'

const whole = packages.filter(({ fault }) => fault === undefined)
const faulty = packages.filter(({ fault }) => fault !== undefined)

describe('packages for judges', () => {
  it('are there, each with a name of its own', () => {
    expect(whole).not.toEqual([])
    expect(faulty).not.toEqual([])
    expect(new Set(packages.map(({ name }) => name)).size).toBe(packages.length)
  })

  it('are those that are named where judges differ', () => {
    const names = new Set(packages.map(({ name }) => name))
    const named = differences.flatMap(({ packages: some }) => (some === 'whole' ? [] : some))
    expect(named.filter((name) => !names.has(name))).toEqual([])
  })
})

describe('a package', () => {
  it.each(whole)('is accepted as it is: $name', (judged) => {
    const verified = verify(judged)
    expect(verified).toMatchObject({ ok: true })
    const documents = verified.ok ? verified.value.documents : []
    expect(documents).toHaveLength(judged.files.size - 2)
    for (const { href, bytes } of documents)
      expect(Buffer.compare(bytes, judged.files.get(href) ?? new Uint8Array([0]))).toBe(0)
  })

  it.each(faulty)('is refused for its fault: $name', (judged) => {
    const verified = verify(judged)
    expect(verified.ok ? [] : verified.issues.map(({ code }) => code)).toContain(judged.fault?.code)
  })
})
