/**
 * Certificates from which there may be a path to a trusted one, drawn at random: some good path, with a thing or two changed
 * in it, among others that lead elsewhere.
 *
 * @module
 */
import { makeCertificate, type CertificateInput, type MadeCertificate, type TestKey } from '../certificates.js'
import { Random } from '../conformance/random.js'
import {
  authorityKeyIdentifier,
  changes,
  expired,
  isOfKeys,
  later,
  nameOf,
  subjectKeyIdentifier,
  time,
  valid,
  type Plan,
  type Subject,
} from './changes.js'

/** What a path is looked for in. */
export interface PathCase {
  readonly leaf: Uint8Array
  readonly trust: readonly Uint8Array[]
  readonly others: readonly Uint8Array[]
  readonly time: Date
  /** What was changed or added, by its name in {@link changes}. */
  readonly traits: readonly string[]
}

/** One certificate of a path that is to be made. */
interface Link {
  readonly name: string
  readonly key: TestKey
  readonly changes?: readonly string[]
}

interface Made extends MadeCertificate {
  readonly name: Subject
}

let serialNumber = 100n

/** Makes a certificate of an authority, or of a leaf, by the key and in the name of another; without another, of itself. */
function make(
  { name, key, changes: names = [] }: Link,
  random: Random,
  issuer?: Made,
  more: Partial<CertificateInput> = {},
): Made {
  const isAuthority = name !== 'Leaf'
  const subject = nameOf(name)
  serialNumber += 1n
  let plan: Plan = {
    subject,
    ...(issuer && { issuer }),
    issuerName: issuer?.name ?? subject,
    key,
    keyUsage: isAuthority ? ['keyCertSign', 'cRLSign'] : ['digitalSignature'],
    serialNumber,
    ...valid,
    extensions: [subjectKeyIdentifier(key), ...(issuer ? [authorityKeyIdentifier(issuer.key)] : [])],
    ...more,
  }
  // Those of keys first: what else there is may depend on them.
  for (const change of [...names].sort((one, other) => Number(isOfKeys(other)) - Number(isOfKeys(one))))
    plan = { ...plan, ...changes[change]?.(plan, random) }
  return { ...makeCertificate(plan), name: subject }
}

/** Makes the certificates of a path: the root first. */
function makeAll(links: readonly Link[], random: Random): readonly Made[] {
  const made: Made[] = []
  for (const link of links) made.push(make(link, random, made.at(-1)))
  return made
}

const ders = (certificates: readonly MadeCertificate[]): readonly Uint8Array[] =>
  certificates.map(({ certificateDer }) => certificateDer)

/** Where a certificate stands. */
type Place = 'leaf' | 'authority' | 'trusted' | 'beside'

/** What was changed, where. */
const traitOf = (change: string, place: Place): string => `${change} (${place})`

/** A path of four. */
const links: readonly (Link & { readonly place: Place })[] = [
  { name: 'Root', key: 'root', place: 'trusted' },
  { name: 'CA 1', key: 'intermediate', place: 'authority' },
  { name: 'CA 2', key: 'stranger-intermediate', place: 'authority' },
  { name: 'Leaf', key: 'leaf', place: 'leaf' },
]

/** A path of four for each change and each place of it. */
export function changedPaths(seed: number): readonly PathCase[] {
  const random = new Random(seed)
  return Object.keys(changes).flatMap((change) =>
    links.map((changed) => {
      const made = makeAll(
        links.map((link) => (link === changed ? { ...link, changes: [change] } : link)),
        random,
      )
      return pathCase(made, made.slice(0, 1), made.slice(1), [traitOf(change, changed.place)])
    }),
  )
}

function pathCase(
  path: readonly Made[],
  trust: readonly Made[],
  others: readonly Made[],
  traits: readonly string[],
): PathCase {
  const [leaf = new Uint8Array()] = ders(path.slice(-1))
  return { leaf, trust: ders(trust), others: ders(others), time, traits }
}

/** Certificates beside a path, each with the name of what they are. */
type Addition = (
  path: readonly Made[],
  random: Random,
) => {
  readonly others?: readonly Made[]
  readonly trust?: readonly Made[]
  /** What was changed in one of them, which a path may go through too. */
  readonly changed?: readonly string[]
}

/** Another certificate of the name and key of one of the path, in the place of that one. */
const twin =
  (more: Partial<CertificateInput>): Addition =>
  (path, random) => {
    const index = random.integer(0, path.length - 2)
    return { others: [again(path, index, random, path[index - 1], more)] }
  }

function again(
  path: readonly Made[],
  index: number,
  random: Random,
  issuer?: Made,
  more: Partial<CertificateInput> = {},
  faults: readonly string[] = [],
): Made {
  const { name, key } = path[index] ?? { name: nameOf('Root'), key: 'root' }
  return make({ name: name['CN'] ?? '', key, changes: faults }, random, issuer, more)
}

/** What can stand beside a path. */
export const additions: Readonly<Record<string, Addition>> = {
  'cross-signed by an unknown root': (path, random) => {
    const unknown = make({ name: 'Unknown', key: 'stranger-root' }, random)
    const index = random.integer(0, path.length - 2)
    const cross = again(path, index, random, unknown, random.chance(0.5) ? later : {})
    return { others: random.chance(0.5) ? [cross, unknown] : [cross] }
  },
  'an expired one beside its like': twin(expired),
  'a renewed one beside its like': twin({ notAfter: new Date('2045-01-01T00:00:00Z') }),
  'one with a fault, that lasts longer, beside its like': (path, random) => {
    const index = random.integer(1, path.length - 2)
    if (path.length < 3) return {}
    const faults = [
      'critical unknown extension',
      'path length 0',
      'signed by SHA-1',
      'policy demanded',
      'extension twice',
    ]
    const more = { notAfter: later.notAfter }
    const fault = random.pick(faults)
    return { others: [again(path, index, random, path[index - 1], more, [fault])], changed: [fault] }
  },
  'one of the same name and another key': (path, random) => {
    const index = random.integer(0, path.length - 2)
    const name = path[index]?.name['CN'] ?? ''
    return { others: [make({ name, key: 'rsa-3072' }, random, path[index - 1])] }
  },
  'an expired and a renewed root': (path, random) => {
    const root = again(path, 0, random, undefined, random.chance(0.5) ? expired : { notAfter: later.notAfter })
    return random.chance(0.5) ? { trust: [root] } : { others: [root] }
  },
  'a new root, certified by the old one': (path, random) => {
    const old = make({ name: 'Root', key: 'stranger-root' }, random)
    const certified = again(path, 0, random, old)
    return { others: [certified], trust: [old] }
  },
  'another path': (_, random) => {
    const others = makeAll(
      [
        { name: 'Unknown', key: 'stranger-root' },
        { name: 'CA 1', key: 'rsa-3072' },
      ],
      random,
    )
    return random.chance(0.2) ? { others, trust: others.slice(0, 1) } : { others }
  },
}

/** A path of four for each addition, some times over, with all of it in any order. */
export function surroundedPaths(seed: number): readonly PathCase[] {
  const random = new Random(seed)
  return Object.entries(additions).flatMap(([name, addition]) =>
    Array.from({ length: 4 }, () => {
      const path = makeAll(links, random)
      const { others = [], trust = [], changed = [] } = addition(path, random)
      const traits = [name, ...changed.map((change) => traitOf(change, 'beside'))]
      return pathCase(path, [...path.slice(0, 1), ...trust], random.shuffle([...path, ...others]), traits)
    }),
  )
}

/** Whom one may trust of a path. */
const trusts: readonly ((path: readonly Made[]) => readonly Made[])[] = [
  ...Array.from({ length: 8 }, () => (path: readonly Made[]) => path.slice(0, 1)),
  (path) => path.slice(1, 2),
  (path) => path.slice(-1),
  () => [],
]

/** A path with up to two changes, among up to two additions, in any order. */
function randomPath(random: Random): PathCase {
  const keys = random.shuffle<TestKey>(['root', 'intermediate', 'stranger-intermediate', 'stranger-leaf', 'ec'])
  const names = ['Root', ...['CA 1', 'CA 2', 'CA 3'].slice(0, random.integer(0, 3)), 'Leaf']
  // A self-issued authority: of the name of its issuer, with another key.
  const isSelfIssued = names.length > 3 && random.chance(0.15)
  const changed = Array.from({ length: random.integer(0, 2) }, () => ({
    index: random.integer(0, names.length - 1),
    change: random.pick(Object.keys(changes)),
  }))
  const links = names.map((name, index): Link => ({
    name: isSelfIssued && index === 2 ? 'CA 1' : name,
    key: name === 'Leaf' ? 'leaf' : (keys[index] ?? 'root'),
    changes: changed.filter((one) => one.index === index).map(({ change }) => change),
  }))
  const path = makeAll(links, random)
  const added = random.shuffle(Object.keys(additions)).slice(0, random.pick([0, 0, 1, 1, 2]))
  const beside = added.map((name) => additions[name]?.(path, random) ?? {})
  const trusted = random.pick(trusts)(path)
  const trust = random.shuffle([...trusted, ...beside.flatMap((one) => one.trust ?? [])])
  const others = [...path.slice(random.integer(0, 1)), ...beside.flatMap((one) => one.others ?? [])]
  const placeOf = (index: number): Place => {
    if (trusted.some((one) => one === path[index])) return 'trusted'
    return index === path.length - 1 ? 'leaf' : 'authority'
  }
  const traits = changed.map(({ change, index }) => traitOf(change, placeOf(index)))
  return pathCase(path, trust, random.shuffle(others), [
    ...traits,
    ...(isSelfIssued ? ['a self-issued authority'] : []),
    ...added,
    ...beside.flatMap((one) => (one.changed ?? []).map((change) => traitOf(change, 'beside'))),
  ])
}

/** Paths that are drawn at random. */
export function randomPaths(seed: number, count: number): readonly PathCase[] {
  const random = new Random(seed)
  return Array.from({ length: count }, () => randomPath(random))
}
