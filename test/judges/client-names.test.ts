/** The names of the official client for Java on the page about it, as its own classes have them. */
import { execFileSync, spawnSync } from 'node:child_process'
import { beforeAll, expect, it } from 'vitest'
import { codeIn, tablesOf } from '../../testing/coming-from.js'
import { findClassPath } from '../../testing/judges/maven.js'
import { describeWith, jdk } from '../../testing/requirements.js'

const found = findClassPath()
const client = {
  name: 'missing' in found ? `the official client: ${found.missing}` : 'the official client',
  present: !('missing' in found),
  requiredInCi: 'missing' in found && found.hasMaven,
}

/** What a class lets others call, by its name without the package; that of a builder stands in the class that it builds. */
type Members = ReadonlyMap<string, string>

function membersOf(classPath: string): Members {
  const jar = classPath.split(':').find((path) => path.includes('signature-api-client-java')) ?? ''
  const classes = execFileSync('jar', ['tf', jar], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => /\/client\/(?!direct\/).*\.class$/.test(path) && !/\$\d/.test(path))
    .map((path) => path.replace(/\.class$/, '').replaceAll('/', '.'))
  const { stdout } = spawnSync('javap', ['-public', '-cp', classPath, ...classes], { encoding: 'utf8' })
  const members = new Map<string, string>()
  for (const [, name = '', body = ''] of stdout.matchAll(/(?:class|interface) [\w.]+\.(\w+)\S*[^{]*\{([^}]*)/g))
    members.set(name, (members.get(name) ?? '') + body)
  return members
}

describeWith([jdk, client], 'the names of the client for Java', () => {
  let members: Members
  beforeAll(() => {
    members = membersOf('missing' in found ? '' : found.classPath)
  })
  const has = (type: string, member: string): boolean => new RegExp(`[ .]${member}[(;]`).test(members.get(type) ?? '')
  const codes = tablesOf('Java').flatMap(({ there }) => codeIn(there).filter((code) => code !== 'long'))

  it.each(codes)('%s', (code) => {
    const types = [...code.matchAll(/\b([A-Z]\w+[a-z]\w*)/g)].map(([, type = '']) => type)
    for (const type of types) expect(members.has(type), type).toBe(true)
    // Of a class: a member behind its name, and each call in a chain.
    const [first] = types
    const owned = [...code.matchAll(/^(?:new )?[A-Z]\w+[a-z]\w*(?:\(.*?\))?\.(\w+)|\)\.(\w+)/g)].map(
      ([, one, other]) => one ?? other ?? '',
    )
    for (const member of owned) expect(has(first ?? '', member), `${first ?? ''}.${member}`).toBe(true)
    // Of any class: what stands alone, is called, or gives what is handed over.
    const bare = [...code.matchAll(/(?<![.\w])(?!of\b)([a-z]\w+)(?=\()|^([a-z]\w+|[A-Z_]{4,})$/g)].map(
      ([, one, other]) => one ?? other ?? '',
    )
    const called = [...code.matchAll(/\bchange\.(\w+)|\bsignature\.(\w+)/g)].map(([, one, other]) => one ?? other ?? '')
    for (const member of [...bare, ...called])
      expect(
        [...members.keys()].some((type) => has(type, member)),
        member,
      ).toBe(true)
    expect([...types, ...owned, ...bare, ...called]).not.toEqual([])
  })

  it('asks the queue once with each call, and reads no document package, as the README says', () => {
    const calls = [...(members.get('PortalClient') ?? '').matchAll(/(\w+)\([^)]*\);/g)].map(([, name = '']) => name)
    const one = [
      'PortalClient',
      'cancel',
      'confirm',
      'create',
      'deleteDocuments',
      'getPAdES',
      'getStatusChange',
      'getXAdES',
    ]
    expect([...new Set(calls)].sort()).toEqual(one)
    const reads = [...members].filter(([, body]) => /\w+\([^)]*\bDocumentBundle\b[^)]*\);/.test(body))
    // What sends it.
    expect(reads.map(([type]) => type)).toEqual(['ClientHelper'])
  })

  it.each(['toSign', 'withTitle'])('%s is none of them', (name) => {
    expect([...members.keys()].filter((type) => has(type, name))).toEqual([])
  })
})
