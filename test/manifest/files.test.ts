import { safeWriteBundle } from 'signering-portal/bundle'
import { checkJob } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import type { Issue } from 'signering-portal'
import { checkRules } from '../../src/codec/portal/rule.js'
import { readFiles } from '../../src/manifest/files.js'
import { rulesFor } from '../../src/manifest/rules.js'
import { maximumIssues } from '../../src/outcome.js'
import { makeDocuments, makeInput, makeManifest } from '../../testing/bundle/packages.js'
import { oddValues } from '../../testing/odd-values.js'

const [first, second] = makeDocuments(2)
const manifest = makeManifest(makeDocuments(2))
const document = '/portal-signature-job-manifest/documents/document'

/** What is wrong with the form of files, told alike by the check of a job and by the writer of packages. */
async function formIssues(documents: unknown): Promise<readonly Issue[]> {
  const ofForm = ({ code }: Issue): boolean => code === 'value.type'
  const checked = checkJob('PUBLIC', { manifest, documents } as never).filter(ofForm)
  const written = await safeWriteBundle({ ...makeInput(2, { manifest }), documents: documents as never })
  expect((written.ok ? [] : written.issues).filter(ofForm)).toEqual(checked)
  return checked
}

describe('what is wrong with files is told alike by checkJob and writeBundle', () => {
  test.each<readonly [string, unknown, readonly Partial<Issue>[]]>([
    ['nothing', [first, second], []],
    [
      'no list',
      'x',
      [{ path: document.replace(/[/]document$/, ''), property: ['documents'], message: 'Must be a list.' }],
    ],
    [
      'more than any list has',
      Array.from({ length: 100_001 }, () => first),
      [{ property: ['documents'], message: 'Must have at most 20 files.' }],
    ],
    [
      'no object',
      [first, null],
      [{ path: `${document}[2]`, property: ['documents', 1], message: 'Must be an object.' }],
    ],
    [
      'no content, at the place of the name',
      [second, { ...first, bytes: 'x' }],
      [{ path: `${document}[1]`, property: ['documents', 1, 'bytes'], message: 'Must be a Uint8Array.' }],
    ],
    [
      'no name and no media type',
      [{ ...first, href: 5, mime: undefined }, second],
      [
        { path: `${document}[1]/@href`, property: ['documents', 0, 'href'], message: 'Must be a string.' },
        { path: `${document}[1]/@mime`, property: ['documents', 0, 'mime'], message: 'Must be a string.' },
      ],
    ],
  ])('%s', async (_, documents, expected) => {
    expect(await formIssues(documents)).toMatchObject(expected)
    expect(await formIssues(documents)).toHaveLength(expected.length)
  })

  test('whatever they are', async () => {
    for (const { name, value } of oddValues().filter((odd) => odd.value !== undefined)) {
      expect(await formIssues([value, second]), name).not.toEqual([])
      // Among them are an empty list and no bytes, which have nothing wrong with their form.
      await formIssues(value)
      await formIssues([{ ...first, bytes: value }])
    }
  })
})

test('no more is found than is told, of files that are no objects as of those that are no PDF', () => {
  const many = <T>(file: T): readonly T[] => Array.from({ length: 2 * maximumIssues }, () => file)
  expect(readFiles(many({}), manifest).issues).toHaveLength(maximumIssues)
  expect(readFiles(many(first), manifest)).toMatchObject({ files: { length: 2 * maximumIssues }, issues: [] })
  const documents = many({ href: 'a.pdf', mime: 'application/pdf', bytes: Uint8Array.of(1) })
  expect(checkRules(rulesFor('PRIVATE'), { manifest, documents }, 'write').map(({ path }) => path)).toEqual(
    Array.from({ length: maximumIssues }, (_, index) => `${document}[${index + 1}]`),
  )
  const signers = many({
    personalIdentificationNumber: '1',
    notificationsUsingLookup: {},
    onBehalfOf: 'OTHER' as const,
  })
  const breaches = checkRules(rulesFor('PUBLIC'), { manifest: { signers: signers as never } }, 'write')
  expect(breaches).toHaveLength(maximumIssues)
})

test('each property of a file is read once', async () => {
  const counts: Record<string, number> = {}
  const counted = new Proxy(first ?? {}, {
    get: (target, name) => {
      counts[String(name)] = (counts[String(name)] ?? 0) + 1
      return Reflect.get(target, name) as unknown
    },
  })
  await safeWriteBundle(makeInput(1, { documents: [counted] as never }))
  expect(counts).toEqual({ href: 1, mime: 1, bytes: 1 })
})
