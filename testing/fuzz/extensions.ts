/**
 * Certificates made of lists of extensions, so that one can be left out, doubled, moved, cut or changed with all around it right.
 *
 * @module
 */
import { certificateIssues, certificatesIn } from '../../src/cli/check-certificate.js'
import { readCertificate } from '../../src/x509/certificate.js'
import { findTrustedPath } from '../../src/x509/path.js'
import { constructed } from '../ber.js'
import { sender, signingTime } from '../bundle/packages.js'
import type { Random } from '../conformance/random.js'
import { changedPaths } from '../x509/paths.js'
import { readTree, writeTree, type Node } from './der-tree.js'
import { signCertificate } from './signed.js'
import { target, type Target } from './target.js'

type Extension = {
  /** Its identifier in DER. */
  readonly type: Uint8Array
  /** The octet by which it is told to be critical; below 0, nothing is told. */
  readonly critical: number
  readonly value: Uint8Array
}

const none = new Uint8Array()
const explicit3 = 0xa3
const shortest = { indefinite: false, lengthOctets: 0 }
const nodesIn = (node: Node | undefined): Node[] =>
  node === undefined || node.content instanceof Uint8Array ? [] : node.content
const octetsOf = ({ content }: Node): Uint8Array => (content instanceof Uint8Array ? content : writeTree(content))

/** The extensions of a certificate. */
function extensionsOf(der: Uint8Array): readonly Extension[] {
  const field = nodesIn(nodesIn(readTree(der)?.[0])[0]).find(({ tag }) => tag === explicit3)
  return nodesIn(nodesIn(field)[0]).map((extension) => {
    const [type, ...rest] = nodesIn(extension)
    const [critical, value] = [rest.length > 1 ? rest[0] : undefined, rest.at(-1)]
    return {
      type: type === undefined ? none : writeTree([type]),
      critical: critical === undefined ? -1 : (octetsOf(critical)[0] ?? 0),
      value: value === undefined ? none : octetsOf(value),
    }
  })
}

const joined = (tag: number, parts: readonly Uint8Array[]): Uint8Array =>
  constructed(tag, Buffer.concat(parts), shortest)

/** A certificate with other extensions. */
function withExtensions(der: Uint8Array, extensions: readonly Extension[]): Uint8Array {
  const tree = readTree(der) ?? []
  const fields = nodesIn(nodesIn(tree[0])[0])
  const written = extensions.map(({ type, critical, value }) =>
    joined(0x30, [type, ...(critical < 0 ? [] : [joined(0x01, [Uint8Array.of(critical)])]), joined(0x04, [value])]),
  )
  fields.splice(-1, 1, { tag: explicit3, before: none, content: joined(0x30, written) })
  return writeTree(tree)
}

const { leaf, intermediate, root } = sender

interface Pools {
  /** Those of one certificate. */
  readonly lists: readonly (readonly Extension[])[]
  readonly all: readonly Extension[]
}

let pools: Pools | undefined
function everyExtension(): Pools {
  if (pools !== undefined) return pools
  const ders = [leaf, intermediate, root].map(({ certificateDer }) => certificateDer)
  const lists = [...ders, ...changedPaths(3).flatMap((one) => [one.leaf, ...one.others])].map(extensionsOf)
  return (pools = { lists, all: lists.flat() })
}

/** Those of a certificate, often with others among them. */
function draw(random: Random, own: Uint8Array): readonly Extension[] {
  const { lists, all } = everyExtension()
  const first = random.chance(0.7) ? extensionsOf(own) : random.pick(lists)
  const more = Array.from({ length: random.pick([0, 0, 1, 2]) }, () => random.pick(all))
  return random.chance(0.2) ? random.shuffle([...first, ...more]) : [...first, ...more]
}

/** Paths from a certificate by an authority to a root; the first two have the extensions of the input. */
export const extensions: Target = target(
  'extensions of certificates',
  (random: Random) => ({
    leaf: draw(random, leaf.certificateDer),
    authority: draw(random, intermediate.certificateDer),
    isSigned: random.chance(0.9),
  }),
  ({ leaf: ofLeaf, authority: ofAuthority, isSigned }) => {
    const made = [
      [withExtensions(leaf.certificateDer, ofLeaf), 'intermediate'],
      [withExtensions(intermediate.certificateDer, ofAuthority), 'root'],
    ] as const
    const ders = made.map(([der, issuer]) => (isSigned ? signCertificate(der, issuer) : der))
    const [own, between] = ders.map(readCertificate)
    if (own === undefined) return
    const [trusted] = certificatesIn([root.certificateDer])
    const known = [own, between, trusted].filter((one) => one !== undefined)
    const { issues } = findTrustedPath(own, known.slice(-1), known, signingTime)
    const more = certificateIssues(known, '988015814', { environment: 'test', roots: known.slice(-1) }, signingTime)
    return { ok: issues.length + more.length === 0, issues: [...issues, ...more] }
  },
  20,
)
