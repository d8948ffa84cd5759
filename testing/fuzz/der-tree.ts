/**
 * DER and BER as trees, to change a value deep inside and have every length around it right.
 *
 * @module
 */
import { constructed, type Lengths } from '../ber.js'
import type { Random } from '../conformance/random.js'

/** A value: its first octet, and its octets or the values in it. */
export interface Node {
  tag: number
  /** Octets that stand before the values in it, such as how many bits of a BIT STRING are not used. */
  before: Uint8Array
  content: Uint8Array | Node[]
}

const none = new Uint8Array()
const bitString = 0x03
const octetString = 0x04
const deepest = 40

/** The values that octets are, all of them; undefined where they are none. */
export function readTree(bytes: Uint8Array, depth = 0): Node[] | undefined {
  const nodes: Node[] = []
  for (let offset = 0; offset < bytes.length;) {
    const tag = bytes[offset] ?? 0
    const first = bytes[offset + 1] ?? 0x80
    const count = first < 0x80 ? 0 : first & 0x7f
    if ((tag & 0x1f) === 0x1f || first === 0x80 || count > 3) return undefined
    const start = offset + 2 + count
    const length = count === 0 ? first : bytes.subarray(offset + 2, start).reduce((sum, octet) => sum * 256 + octet, 0)
    if (start + length > bytes.length) return undefined
    nodes.push(nodeOf(tag, bytes.subarray(start, start + length), depth))
    offset = start + length
  }
  return nodes
}

function nodeOf(tag: number, content: Uint8Array, depth: number): Node {
  const before = content.subarray(0, tag === bitString ? 1 : 0)
  // Strings hold values, too: extensions, keys, bags.
  const mayHold =
    depth < deepest && ((tag & 0x20) !== 0 || ((tag === octetString || tag === bitString) && content.length > 2))
  const inner = mayHold ? readTree(content.subarray(before.length), depth + 1) : undefined
  return inner === undefined ? { tag, before: none, content: content.slice() } : { tag, before, content: inner }
}

const shortest: Lengths = { indefinite: false, lengthOctets: 0 }

/** The octets of values. */
export function writeTree(nodes: readonly Node[], lengths: Lengths = shortest): Uint8Array {
  return new Uint8Array(Buffer.concat(nodes.map((node) => writeNode(node, lengths))))
}

function writeNode({ tag, before, content }: Node, lengths: Lengths): Uint8Array {
  const inner = content instanceof Uint8Array ? content : Buffer.concat([before, writeTree(content, lengths)])
  return constructed(tag, inner, { ...lengths, indefinite: lengths.indefinite && (tag & 0x20) !== 0 })
}

/** Every list of values in a tree. */
export function listsIn(nodes: Node[]): readonly Node[][] {
  return [nodes, ...nodes.flatMap(({ content }) => (content instanceof Uint8Array ? [] : listsIn(content)))]
}

const tags = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1c, 0x1e, 0x24, 0x30]
const contextTags = [0x80, 0x81, 0x82, 0x84, 0x86, 0x87, 0x88, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0x9f, 0xff, 0x00, 0x31]
const contents = [
  '',
  '00',
  '01',
  '7f',
  '80',
  'ff',
  '0080',
  'ff7f',
  '00ffffffffffffffff',
  '8001',
  '2a',
  '2a80',
  '7fffffff',
]

/** A list of values, as often one far outside as one deep inside: a certificate has more of them than all that is around it. */
function pickList(nodes: Node[], random: Random): Node[] {
  const inner = nodes.flatMap(({ content }) => (content instanceof Uint8Array ? [] : [content]))
  return inner.length === 0 || random.chance(0.2) ? nodes : pickList(random.pick(inner), random)
}

/** What a change is made to: a value, and the list that it stands in. */
interface Spot {
  readonly list: Node[]
  readonly index: number
  readonly node: Node
}

type Change = (spot: Spot, random: Random, others: readonly Node[]) => void

const changes: readonly Change[] = [
  ({ list, index }) => list.splice(index, 1),
  ({ list, index, node }) => list.splice(index, 0, structuredClone(node)),
  ({ list, index }) => list.splice(index, 2, ...list.slice(index, index + 2).reverse()),
  ({ list, index }, random, others) => (list[index] = structuredClone(random.pick(others))),
  ({ list, index }, random, others) => list.splice(index, 0, structuredClone(random.pick(others))),
  ({ node }, random) => (node.tag = random.pick([...tags, ...contextTags])),
  ({ node }, random) => (node.tag ^= 1 << random.integer(0, 7)),
  ({ node }, random) => (node.content = new Uint8Array(Buffer.from(random.pick(contents), 'hex'))),
  ({ node }, random) => {
    const octets = node.content instanceof Uint8Array ? node.content.slice() : writeTree(node.content)
    if (octets.length > 0) octets[random.integer(0, octets.length - 1)] = random.integer(0, 255)
    node.content = octets
  },
  ({ node }, random) => {
    const octets = node.content instanceof Uint8Array ? node.content : writeTree(node.content)
    const [from, left] = [random.integer(0, octets.length), random.integer(0, 1)]
    const added = Uint8Array.from({ length: 1 - left }, () => random.integer(0, 255))
    node.content = new Uint8Array(Buffer.concat([octets.subarray(0, from), added, octets.subarray(from + left)]))
  },
  ({ node }, random) => (node.content = new Uint8Array(random.integer(1, 300)).fill(random.integer(0, 255))),
  ({ list, index, node }, random) => {
    let outer = node
    for (let left = random.integer(1, 60); left > 0; left--) outer = { tag: 0x30, before: none, content: [outer] }
    list[index] = outer
  },
  ({ list, index, node: { content } }) => {
    if (!(content instanceof Uint8Array)) list.splice(index, 1, ...content)
  },
]

/** Changes a value or two anywhere in DER, with right lengths; undefined for what is no DER. */
export function changeDer(bytes: Uint8Array, random: Random, other?: Uint8Array): Uint8Array | undefined {
  const tree = readTree(bytes)
  if (tree === undefined || tree.length === 0) return undefined
  const others = [...listsIn(tree), ...listsIn((other && readTree(other)) ?? [])].flat()
  for (let left = random.integer(1, 2); left > 0; left--) {
    const list = random.chance(0.5) ? pickList(tree, random) : random.pick(listsIn(tree))
    const index = random.integer(0, Math.max(0, list.length - 1))
    const node = list[index]
    if (node !== undefined) random.pick(changes)({ list, index, node }, random, others)
  }
  const lengths = random.chance(0.9) ? shortest : { indefinite: random.chance(0.7), lengthOctets: random.integer(0, 5) }
  return writeTree(tree, lengths)
}
