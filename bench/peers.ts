/**
 * What else people read and write the messages with. Each does as much of the codec's work as it can; what it leaves is told
 * beside it.
 *
 * @module
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { Parser } from 'htmlparser2'
import { SaxesParser } from 'saxes'
import { parse } from 'txml/txml'
import { z } from 'zod'
import { Libxml2 } from '../testing/validators.js'
import { repositoryFile } from '../testing/requirements.js'

/** What a peer does not do of what the codec does. */
export const leaves = {
  saxes: 'no value, no schema, no rules: handlers that do nothing',
  libxml2: 'no value, no rules: parses and validates by the schema',
  'fast-xml-parser and zod':
    'no order of elements, no namespaces, no rules: a tree of what is well-formed, which zod checks',
  htmlparser2: 'no value, no namespaces, no schema, nothing refused: handlers that do nothing',
  txml: 'a tree, and nothing refused: no namespaces, no references, no schema',
  template: 'nothing checked: a template that escapes',
  'JSON.stringify': 'JSON, nothing checked',
  JAXB: 'no rules, and, without the schema, nothing refused; the time of its compiler and collector of garbage is not counted',
  'fast-xml-parser': 'nothing checked: a tree becomes text',
} as const

/** Parses with namespaces and listens to what a decoder needs; does nothing with it. */
export function bareSaxes(xml: string): number {
  let seen = 0
  const count = (): void => {
    seen++
  }
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', count)
  parser.on('closetag', count)
  parser.on('text', count)
  parser.write(xml).close()
  return seen
}

/** As bare saxes, by htmlparser2. */
export function bareHtmlparser2(xml: string): number {
  let seen = 0
  const count = (): void => {
    seen++
  }
  const parser = new Parser(
    { onopentag: count, onclosetag: count, ontext: count },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return seen
}

/** A tree without any check. */
export function txmlTree(xml: string): unknown {
  return parse(xml)
}

const libxml2 = new Libxml2(repositoryFile('schema/portal.xsd'))

/** Parses and validates by the schema. */
export function libxml2Validates(xml: string): boolean {
  return libxml2.accepts(xml)
}

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, removeNSPrefix: true, trimValues: false })
// eslint-disable-next-line @typescript-eslint/no-deprecated -- the peer that users know; its successor is the same code
const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true })

/** The tree of fast-xml-parser. */
export function fastXmlParserTree(xml: string): unknown {
  return parser.parse(xml)
}

/** Text of a tree, by the builder of fast-xml-parser. */
export function fastXmlParserText(tree: unknown): string {
  return builder.build(tree)
}

const text = (most: number): z.ZodString => z.string().max(most)
const maybeList = <T extends z.ZodType>(member: T): z.ZodUnion<[z.ZodArray<T>, T]> => z.union([z.array(member), member])
const email = z.object({ '@_address': z.string() })
const sms = z.object({ '@_number': z.string() })
const signer = z.object({
  '@_order': z
    .string()
    .regex(/^[0-9]{1,10}$/)
    .optional(),
  'personal-identification-number': z.string().regex(/^[0-9]{11}$/),
  notifications: z.object({ email: email.optional(), sms: sms.optional() }).optional(),
  'notifications-using-lookup': z.object({ email: z.literal('').optional(), sms: z.literal('').optional() }).optional(),
})
const file = z.object({ '@_href': z.string().regex(/^.{4,100}$/), '@_mime': z.string(), title: text(80) })
const manifestSchema = z.object({
  'portal-signature-job-manifest': z.object({
    signers: z.object({ signer: maybeList(signer) }),
    sender: z.object({ 'organization-number': z.string().regex(/^[0-9]{9}$/) }),
    title: text(80),
    'nonsensitive-title': text(80),
    description: text(220),
    documents: z.object({ document: maybeList(file) }),
    availability: z.object({
      'activation-time': z.iso.datetime({ offset: true }),
      'available-seconds': z.string().regex(/^[0-9]{1,19}$/),
    }),
    'identifier-in-signed-documents': z.enum([
      'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
      'DATE_OF_BIRTH_AND_NAME',
      'NAME',
    ]),
  }),
})

/** The tree of fast-xml-parser, held to a schema of zod; throws for what is not well-formed, or not of its form. */
export function fastXmlParserAndZod(xml: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as its users know it; what replaces it is the same code
  return manifestSchema.parse(parser.parse(xml, true))
}
