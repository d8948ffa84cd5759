import { runInNewContext } from 'node:vm'
import { codecs, type Codec } from 'signering-portal/codec'
import { rules } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { elementExamples, literal, literalOnLine } from '../scripts/reference/element-examples.js'
import { elementsPage } from '../scripts/reference/elements.js'
import { codecName } from '../scripts/reference/meanings.js'
import { errorsOf } from '../testing/compile.js'
import { repositoryFile } from '../testing/requirements.js'
import { Libxml2 } from '../testing/validators.js'

const libxml2 = new Libxml2(repositoryFile('schema/portal.xsd'))
const page = elementsPage()

/** XML without what says the same in another way: white space between elements, and two tags around nothing. */
const plain = (xml: string): string => xml.replaceAll(/\n */g, '').replaceAll(/<([a-z-]+)([^<>]*)><\/\1>/g, '<$1$2/>')

describe.each((codecs as readonly Codec<unknown>[]).map((codec) => [codec.name, codec] as const))(
  '%s',
  (root, codec) => {
    const examples = elementExamples(root)

    test.each(examples.map((example) => [example.path, example] as const))('%s', (_, example) => {
      const { document, value, xml, place, attribute } = example
      expect(libxml2.accepts(document)).toBe(true)
      // The judge looks at this element, or attribute.
      const name = attribute?.name ?? place.names.at(-1)?.replace('-again', '') ?? root
      const named = attribute === undefined ? `(</?)${name}(?=[ />])` : `( )${name}(?==)`
      expect(libxml2.accepts(document.replaceAll(new RegExp(named, 'g'), '$1unknown'))).toBe(false)
      expect(codec.decode(document)).toEqual(value)
      expect(plain(codec.encode(value))).toContain(plain(document))
      expect(plain(document)).toContain(plain(xml))
      expect(page).toContain(`\`\`\`xml\n${xml}\n\`\`\``)
    })

    test('as TypeScript they compile, and encode to the XML', () => {
      const program = (typescript: string): string =>
        `import { ${codecName(root)} } from 'signering-portal/codec'\n${codecName(root)}.encode(${typescript})`
      const errors = errorsOf(Object.fromEntries(examples.map(({ path, value }) => [path, program(literal(value))])))
      expect(Object.values(errors).flat()).toEqual([])
      for (const { value, document, typescript, typescriptOnLine } of examples) {
        const whole = literal(value)
        // A value of another realm has other prototypes.
        const written = structuredClone(runInNewContext(`(${whole})`) as unknown)
        expect(plain(codec.encode(written))).toContain(plain(document))
        expect(literalOnLine(value)).toContain(typescriptOnLine)
        expect(runInNewContext(`({ ${typescript.startsWith('{') ? 'own: ' : ''}${typescript} })`)).toBeDefined()
        expect(page).toContain(typescript)
      }
    })
  },
)

test('every row of the tables has an example below', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `/'))
  const titles = [...page.matchAll(/^### `(.*)`$/gm)]
  expect(titles.length).toBe(rows.length)
  const [, order = ''] = page.split('### `portal-signature-job-manifest/signers/signer/@order`')
  const [own = ''] = order.split('\n### ')
  for (const told of [
    '`xs:int`',
    'optional attribute',
    'at most 9',
    '#ruleorder-single',
    '<signer order="0">',
    'order: 0',
  ])
    expect(own).toContain(told)
})

test('every rule stands at the element that it is about', () => {
  const named = [...page.matchAll(/issues\.md#rule([a-z0-9-]+)/g)].map(([, id]) => id)
  expect([...new Set(named)].sort()).toEqual(rules.map(({ id }) => id).sort())
})
