/**
 * Vectors of every element and attribute: there and not there, at the edges of every facet, in every branch of every
 * choice, and next to what the schema does not have.
 *
 * @module
 */
import { maximumAvailableSeconds } from '../../src/codec/index.js'
import type { ComplexSpec, SimpleSpec } from '../../src/codec/spec.js'
import { branchesOf, build, placesOf, sampleText, write, type Built, type Place, type Sample } from './sample.js'
import { textCases } from './simple.js'
import { decodeVector, type Case, type DecodeVector, type ExpectedIssue } from './vector.js'

/** Every vector that follows from the declaration of a global element. */
export function messageVectors(root: string): readonly DecodeVector[] {
  return placesOf(root).flatMap((place) => vectorsOf(place).map(decodeVector))
}

/** A change of the sample at a place. */
interface Variation {
  readonly id: string
  readonly title: string
  readonly change: (target: Sample, parent: Sample | undefined) => void
  /** By the path of the place. */
  readonly issues?: (path: string) => readonly ExpectedIssue[]
  /** Issues that remain for a tolerant reader, where it is not the same. */
  readonly tolerant?: readonly ExpectedIssue[]
  readonly refused?: boolean
  readonly exception?: string
}

function vectorsOf(place: Place): readonly Case[] {
  const variations = [
    ...presence(place),
    ...(place.spec.kind === 'simple'
      ? texts(place, place.spec)
      : [...attributes(place.spec), ...choices(place, place.spec), ...content(place.spec)]),
    ...unknown(place),
  ]
  const id = [place.root, ...place.names].join('/')
  return variations.map(({ id: end, title, change, issues, tolerant, refused, exception }): Case => {
    const built = build(place.root, place.steps)
    change(target(built), built.way.at(-2))
    return {
      id: `${id}/${end}`,
      title: `${place.element?.name ?? place.root}: ${title}`,
      source: `portal.xsd, /${id}`,
      element: place.root,
      document: write(built.document),
      strict: refused === true ? 'refused' : (issues?.(pathOf(place)) ?? []),
      ...(tolerant === undefined ? {} : { tolerant }),
      ...(exception === undefined ? {} : { exception }),
    }
  })
}

/** The element at the place, or, counted from the end of the way, one above it. */
const target = ({ way }: Built, fromEnd = 1): Sample => way.at(-fromEnd) ?? way[0]

/** The path of a place in issues: elements of a list have their position. */
function pathOf({ root, steps }: Place): string {
  let path = `/${root}`
  let spec: SimpleSpec | ComplexSpec | undefined = placesOf(root)[0]?.spec
  for (const { particle, branch, member } of steps) {
    const declaration = spec?.kind === 'complex' ? spec.sequence[particle] : undefined
    const element = declaration === undefined ? undefined : branchesOf(declaration)[branch]?.[member]
    path += `/${element?.name ?? ''}${(element?.max ?? 1) > 1 ? '[1]' : ''}`
    spec = element?.type
  }
  return path
}

const nothing = (): void => undefined
const withoutPosition = (path: string): string => path.replace(/\[1\]$/, '')
const parentOf = (path: string): string => path.replace(/\/[^/]*$/, '')

function presence({ root, element, inChoice, steps }: Place): readonly Variation[] {
  if (element === undefined)
    return [{ id: 'minimal', title: 'with all that must be there and no more.', change: nothing }]
  const copies = (count: number) => (sample: Sample, parent: Sample | undefined) => {
    const copy = (_: unknown, index: number): Sample => withOwnHref(structuredClone(sample), index)
    parent?.children.splice(parent.children.indexOf(sample), 1, ...Array.from({ length: count }, copy))
  }
  const misplace = (sample: Sample, parent: Sample | undefined): void => {
    if (parent === undefined) return
    const rest = parent.children.filter((child) => child !== sample)
    parent.children = parent.children[0] === sample ? [...rest, sample] : [sample, ...rest]
  }
  const siblings = target(build(root, steps), 2).children.length
  const max = element.max
  const tooMany = (path: string): readonly ExpectedIssue[] => [
    ['schema.element-too-many', `${withoutPosition(path)}${max > 1 ? `[${max + 1}]` : ''}`],
  ]
  const optional = element.min === 0
  // Without its first element, a choice has not begun; the manifest's documents follow their title.
  const branchIsGone = inChoice && steps.at(-1)?.member === 0 && element.name !== 'title'
  const missing = (path: string): readonly ExpectedIssue[] => [
    ['schema.element-missing', branchIsGone ? parentOf(path) : withoutPosition(path)],
  ]
  return [
    { id: 'present', title: 'there.', change: nothing },
    {
      id: 'absent',
      title: optional ? 'not there, as it may be.' : 'not there.',
      change: copies(0),
      ...(optional ? {} : { issues: missing }),
    },
    ...(siblings > 1
      ? [{ id: 'misplaced', title: 'at the other end of its parent.', change: misplace, refused: true }]
      : []),
    ...(max > 1 ? [{ id: `occurs/${max}`, title: `${max} times.`, change: copies(max) }] : []),
    { id: `occurs/${max + 1}`, title: `${max + 1} times, once too often.`, change: copies(max + 1), issues: tooMany },
  ]
}

/** Documents of one package need names of their own. */
function withOwnHref(sample: Sample, index: number): Sample {
  if (sample.attributes['href'] !== undefined) sample.attributes['href'] = `document-${index + 1}.pdf`
  return sample
}

/** What the rules say of a text that the schema accepts, in a message with one signer. */
function breaches(name: string, text: string, path: string): readonly ExpectedIssue[] {
  if (name === 'available-seconds' && /^\d+$/.test(text) && BigInt(text) > maximumAvailableSeconds)
    return [['rule.availability-max', path]]
  return []
}

function edges(name: string, spec: SimpleSpec, set: (sample: Sample, text: string) => void, end = ''): Variation[] {
  return textCases(spec).map(({ id, title, text, codes, exception }) => ({
    id: `${end === '' ? '' : `${end.slice(1)}/`}${id}`,
    title: `${end === '' ? '' : `${end.slice(1)}: `}${title}`,
    change: (sample) => {
      set(sample, text)
    },
    issues: (path) =>
      codes.length === 0 ? breaches(name, text, path + end) : codes.map((code): ExpectedIssue => [code, path + end]),
    ...(exception === undefined ? {} : { exception }),
  }))
}

function setText(sample: Sample, text: string): void {
  sample.text = text
}

function texts({ element }: Place, spec: SimpleSpec): readonly Variation[] {
  return edges(element?.name ?? '', spec, setText)
}

function attributes(spec: ComplexSpec): readonly Variation[] {
  return spec.attributes.flatMap(({ name, type, use }) => {
    const set = (sample: Sample, text: string): void => {
      sample.attributes[name] = text
    }
    return [
      {
        id: `@${name}/present`,
        title: `the attribute ${name} is there.`,
        change: (sample: Sample) => {
          set(sample, sampleText(name, type))
        },
      },
      {
        id: `@${name}/absent`,
        title: `the attribute ${name} is not there${use === 'optional' ? ', as it may be' : ''}.`,
        change: (sample: Sample) => {
          Reflect.deleteProperty(sample.attributes, name)
        },
        ...(use === 'optional'
          ? {}
          : { issues: (path: string): readonly ExpectedIssue[] => [['schema.attribute-missing', `${path}/@${name}`]] }),
      },
      ...edges(name, type, set, `/@${name}`),
    ]
  })
}

/** Two branches of a choice at once, in either order. One branch alone is what the presence of its elements shows. */
function choices(place: Place, spec: ComplexSpec): readonly Variation[] {
  return spec.sequence.flatMap((particle, index) => {
    const branches = branchesOf(particle)
    const named = new Set(branches.flat().map(({ name }) => name))
    const leastOf = (branch: number): readonly Sample[] =>
      target(build(place.root, [...place.steps, { particle: index, branch, member: 0 }]), 2).children.filter(
        ({ name }) => named.has(name),
      )
    return branches.flatMap((first, one) =>
      branches.flatMap((second, other): Variation[] => {
        const [before, start] = [first[0]?.name ?? '', second[0]?.name ?? '']
        if (one === other || first.some(({ name }) => name === start)) return []
        const names = second.filter(({ min }) => min > 0).map(({ name }) => name)
        return [
          {
            id: `choice/${before}-and-${start}`,
            title: `${before} and then ${start}, of which one must be chosen.`,
            change: (sample) => {
              const at = sample.children.findIndex(({ name }) => named.has(name))
              const rest = sample.children.filter(({ name }) => !named.has(name))
              sample.children = [...rest.slice(0, at), ...leastOf(one), ...leastOf(other), ...rest.slice(at)]
            },
            issues: (path) => names.map((name) => ['schema.element-unexpected', `${path}/${name}`]),
          },
        ]
      }),
    )
  })
}

function content(spec: ComplexSpec): readonly Variation[] {
  if (spec.text !== undefined) return edges('', spec.text, setText)
  const misplaced = (path: string): readonly ExpectedIssue[] => [['schema.text-unexpected', path]]
  const text: Variation = {
    id: 'text',
    title: 'with text, where none may be.',
    change: (sample) => {
      setText(sample, 'text')
    },
    issues: misplaced,
  }
  if (spec.sequence.length === 0)
    return [
      text,
      {
        id: 'whitespace',
        title: 'with whitespace, where nothing at all may be.',
        change: (sample) => {
          setText(sample, ' ')
        },
        issues: misplaced,
      },
    ]
  return [text]
}

function unknown(place: Place): readonly Variation[] {
  const isRoot = place.element === undefined
  const child = (name: string, namespaces: Record<string, string> = {}): Sample => ({
    name,
    spec: place.spec,
    attributes: namespaces,
    children: [],
  })
  const append =
    (added: Sample): Variation['change'] =>
    ({ children }) => {
      children.push(added)
    }
  const unexpected = (path: string): readonly ExpectedIssue[] => [['schema.element-unexpected', `${path}/*`]]
  const unexpectedAttribute = (path: string): readonly ExpectedIssue[] => [
    ['schema.attribute-unexpected', `${path}/@*`],
  ]
  return [
    {
      id: 'unknown-element',
      title: 'with an unknown element at its end.',
      change: append(child('added-later')),
      issues: unexpected,
      tolerant: [],
    },
    ...(isRoot
      ? [
          {
            id: 'unknown-element-first',
            title: 'with an unknown element at its start.',
            change: ({ children }: Sample) => {
              children.unshift(child('added-later'))
            },
            issues: unexpected,
            tolerant: [],
          },
          {
            id: 'unknown-element-of-another-namespace',
            title: 'with an element of another namespace.',
            change: append(child('other:added', { 'xmlns:other': 'urn:other' })),
            issues: unexpected,
            tolerant: [],
          },
          {
            id: 'unknown-element-of-no-namespace',
            title: 'with an element of no namespace.',
            change: append(child('added', { xmlns: '' })),
            issues: unexpected,
            tolerant: [],
          },
        ]
      : []),
    {
      id: 'unknown-attribute',
      title: 'with an unknown attribute.',
      change: (sample) => {
        sample.attributes['added-later'] = 'true'
      },
      issues: unexpectedAttribute,
      tolerant: [],
    },
  ]
}
