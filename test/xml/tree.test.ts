import { PortalError } from 'signering-portal/codec'
import { describe, expect, test } from 'vitest'
import { parseXmlTree, type XmlElement } from '../../src/xml/tree.js'

const parse = (xml: string): ReturnType<typeof parseXmlTree> => parseXmlTree(new TextEncoder().encode(xml))

test('a tree has all that canonical XML keeps', () => {
  const root = parse(
    '<?before?><p:a xmlns:p="u" xmlns="d" p:x="1" y=" 2 ">t<![CDATA[<]]><b/><!--c--><?i d?></p:a><!--after-->',
  )
  expect(root).toMatchObject({ name: 'p:a', namespace: 'u', local: 'a', parent: undefined })
  expect(root.attributes).toEqual([
    { name: 'p:x', namespace: 'u', local: 'x', value: '1' },
    { name: 'y', namespace: '', local: 'y', value: ' 2 ' },
  ])
  expect(root.children).toMatchObject([
    { text: 't' },
    { text: '<' },
    { element: { name: 'b', namespace: 'd', local: 'b', attributes: [], children: [] } },
    { comment: 'c' },
    { target: 'i', data: 'd' },
  ])
  const [, , inner] = root.children
  expect(inner !== undefined && 'element' in inner && inner.element.parent === root).toBe(true)
  expect(root.scope.prefixes.get('p')).toBe('u')
})

describe('no tree is made of', () => {
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth)

  test.each([
    ['what is not well-formed', '<a>', 'xml.syntax'],
    ['nothing', '', 'xml.syntax'],
    ['a document type', '<!DOCTYPE a><a/>', 'xml.doctype'],
    ['another version', '<?xml version="1.1"?><a/>', 'xml.version'],
    ['an undeclared prefix', '<p:a/>', 'xml.namespace'],
    ['elements nested too deep', nested(101), 'signature.structure'],
    ['too many elements', `<a>${'<b/>'.repeat(20_000)}</a>`, 'signature.structure'],
    ['too many texts and comments', `<a>${'t<!---->'.repeat(10_000)}</a>`, 'signature.structure'],
    ['too many instructions', `<a>${'<?i?>'.repeat(20_001)}</a>`, 'signature.structure'],
    [
      'too many attributes',
      `<a ${Array.from({ length: 20_001 }, (_, at) => `a${at}=""`).join(' ')}/>`,
      'signature.structure',
    ],
  ])('%s', (_, xml, code) => {
    expect(() => parse(xml)).toThrow(
      expect.toSatisfy((thrown) => thrown instanceof PortalError && thrown.issues[0]?.code === code),
    )
  })

  const issueOf = (work: () => unknown): unknown => {
    try {
      work()
    } catch (thrown) {
      return thrown instanceof PortalError ? { ...thrown.issues[0], all: thrown.message } : thrown
    }
    return undefined
  }

  test('bytes that are malformed', () => {
    expect(issueOf(() => parseXmlTree(new Uint8Array([0x3c, 0xff])))).toMatchObject({
      code: 'xml.encoding',
      offset: 1,
      all: expect.stringMatching(/^The signature cannot be read/) as string,
    })
  })

  test('what is wrong, which is told with its place', () => {
    expect(issueOf(() => parse('<a>\n</b>'))).toMatchObject({ code: 'xml.syntax', line: 2, column: 4 })
    expect(issueOf(() => parse(`\n${nested(101)}`))).toMatchObject({
      message: 'The document is nested deeper than any signature.',
      line: 2,
      column: 303,
    })
    expect(issueOf(() => parse(`<a>${'<b/>'.repeat(20_000)}</a>`))).toMatchObject({
      message: 'The document has more parts than any signature.',
    })
  })

  test('but of as many parts as are allowed', () => {
    expect(parse(`<a>${'<b/>'.repeat(19_999)}</a>`).children).toHaveLength(19_999)
  })

  test('but of as many levels as are allowed', () => {
    expect(parse(nested(100)).name).toBe('a')
  })
})

test('a check sees a tree while it is made, and can end it', () => {
  const seen: string[] = []
  const check = {
    opened: ({ local, attributes }: XmlElement) => seen.push(`<${local} ${attributes.length}`),
    text: ({ local }: XmlElement, text: string, isCdata: boolean) => seen.push(`${local} ${text} ${isCdata}`),
    closed: ({ local, children }: XmlElement) => {
      seen.push(`${local}> ${children.length}`)
      if (local === 'c') throw new RangeError('no more')
    },
  }
  const xml = '<?p?> <a x="1">t<b/><![CDATA[u]]><c>v</c><not well-formed'
  expect(() => parseXmlTree(new TextEncoder().encode(xml), check)).toThrow(RangeError)
  expect(seen).toEqual(['<a 1', 'a t false', '<b 0', 'b> 0', 'a u true', '<c 0', 'c v false', 'c> 1'])
})
