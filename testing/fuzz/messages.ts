/**
 * Messages in XML, and values to write, for every codec.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { unwrap, type Codec } from 'signering-portal/codec'
import { generate } from '../conformance/documents.js'
import type { Random } from '../conformance/random.js'
import { schemaIssues } from '../conformance/differential.js'
import { repositoryFile } from '../requirements.js'
import { roots } from '../roots.js'
import { Libxml2 } from '../validators.js'
import { sectorCodecs, valuedCodecs } from '../properties/valued-codecs.js'
import { BrokenLaw, secret, target, type Target } from './target.js'

const encoder = new TextEncoder()

/** Puts the secret into the first text that is not empty. */
export const withSecret = (xml: string): string => xml.replace(/>([^<>&]{2,})</, `>${secret}<`)

type Decoded = {
  /** The document, as text, or as bytes. */
  readonly xml: string
  readonly bytes: Uint8Array
  readonly isText: boolean
  readonly isStrict: boolean
}

/** What was read can be written, and is read the same. */
function decodeTarget<T>(codec: Codec<T>, arbitrary: fc.Arbitrary<T>): Target {
  const valid = fc.sample(arbitrary, { numRuns: 100, seed: 1 }).map(codec.encode)
  const make = (random: Random): Decoded => {
    const xml = random.chance(0.3) ? random.pick(valid) : withSecret(generate(random, codec.name).xml)
    const isText = random.chance(0.5)
    return { xml: isText ? xml : '', bytes: encoder.encode(isText ? '' : xml), isText, isStrict: random.chance(0.5) }
  }
  const use = ({ xml, bytes, isText, isStrict }: Decoded): void => {
    const result = codec.safeDecode(isText ? xml : bytes, { unknown: isStrict ? 'reject' : 'ignore' })
    const value = unwrap(result, 'refused')
    const written = codec.safeEncode(value)
    if (!written.ok) {
      // Encoders count the length of a text in UTF-16 units, decoders in characters; an assumed rule warns who reads.
      const warned = new Set(['schema.max-length', ...(result.ok ? result.warnings.map(({ code }) => code) : [])])
      if (written.issues.every(({ severity, code }) => severity === 'warning' || warned.has(code))) return
      throw new BrokenLaw('what was decoded cannot be encoded')
    }
    if (!isDeepStrictEqual(codec.decode(written.value), value)) throw new BrokenLaw('it is not read as it was written')
  }
  return target(`decode ${codec.name}`, make, use)
}

/** Loaded once it is needed. */
let loaded: Libxml2 | undefined
const libxml2 = (): Libxml2 => (loaded ??= new Libxml2(repositoryFile('schema/portal.xsd')))

/** What is known to be treated in different ways (testing/conformance/exceptions.ts), whatever else is there. */
const judgedOtherwise = /<!DOCTYPE|<\?xml|<!\[CDATA\[|:type\s*=|\s(?:<\/|&#)|>\s|&#|\b\d{5,}-/

/** A namespace that is no URI, which is no fault of well-formedness (Namespaces in XML, section 2.2), but is refused by libxml2. */
const oddNamespace =
  /xmlns(?::[^=\s]*)?\s*=\s*(?:"(?!http:\/\/[\w./-]*"|urn:\w*"|")|'(?!http:\/\/[\w./-]*'|urn:\w*'|'))/

/** The codec and libxml2 agree on documents that have nothing on which they are known to differ. */
const secondOpinion = target(
  'two readers of a message',
  (random) => {
    const root = random.pick(Object.keys(roots))
    return { root, xml: generate(random, root).xml }
  },
  ({ root, xml }) => {
    const issues = root in roots ? schemaIssues(root, xml) : []
    const [own] = /<(?:[\w.-]+:)?([\w-]+)/.exec(xml)?.slice(1) ?? []
    if (own !== root || judgedOtherwise.test(xml) || oddNamespace.test(xml) || !xml.isWellFormed()) return
    const isAccepted = libxml2().accepts(xml)
    if (isAccepted === issues.length > 0) {
      const which = isAccepted ? 'only libxml2 accepts' : 'only the codec accepts'
      throw new BrokenLaw(`${which} the document ${issues[0]?.code ?? ''}`)
    }
  },
)

/** Every target of messages. */
export const targets: readonly Target[] = [
  ...[...valuedCodecs, ...sectorCodecs].map(({ name, use }) => ({ ...use(decodeTarget), name: `decode ${name}` })),
  secondOpinion,
]
