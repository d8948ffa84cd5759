import { describe, expect, it } from 'vitest'
import { readCertificate, type Certificate } from '../../src/x509/certificate.js'
import { findTrustedPath } from '../../src/x509/path.js'
import { extension, makeCertificate } from '../../testing/certificates.js'
import { der, objectIdentifier, sequence, utf8 } from '../../testing/der.js'
import { describeWith, jdk, openssl } from '../../testing/requirements.js'
import { runs, seed } from '../../testing/seed.js'
import { acceptedByOpenSsl, foundByJava } from '../../testing/x509/judges.js'
import { time, valid } from '../../testing/x509/changes.js'
import { changedPaths, randomPaths, surroundedPaths, type PathCase } from '../../testing/x509/paths.js'

/** Where a judge says something else than we do, and why. */
interface Exception {
  readonly judge: 'java' | 'openssl'
  /** What the judge does. */
  readonly does: 'accepts' | 'refuses'
  /** One of these is a trait of the case. */
  readonly traits: RegExp
  readonly reason: string
}

const exceptions: Readonly<Record<string, Exception>> = {
  'trusted-certificate': {
    judge: 'java',
    does: 'accepts',
    traits: /\(trusted\)$|^an expired and a renewed root$/,
    reason:
      'Java takes from a trusted certificate its name and its key, as RFC 5280 has it. We hold it to the rest of what it says, as OpenSSL does and RFC 5937 allows: who trusts a certificate does not mean more than that one says of itself.',
  },
  signer: {
    judge: 'java',
    does: 'accepts',
    traits: /^(?:other key usage|critical purpose: server) \((?:leaf|authority)\)$/,
    reason:
      'What a leaf may be used for is a matter of those who use it. We look for a certificate that signs documents.',
  },
  curve: {
    judge: 'java',
    does: 'accepts',
    traits: /^key on secp256k1 \(leaf\)$/,
    reason:
      'Java does not know the curve and does not look at the key of the leaf. That of a signer must be RSA anyway.',
  },
  policy: {
    judge: 'java',
    does: 'accepts',
    traits: /^policy demanded /,
    reason:
      'A policy may be demanded further down than the path goes. We look at no policies, and refuse all that demand one.',
  },
  'common-name': {
    judge: 'java',
    does: 'refuses',
    traits: /^constraints of hosts /,
    reason:
      'Java takes the common name of a leaf without other names for that of a host. RFC 5280 does not, and a signer is none.',
  },
  'string-types': {
    judge: 'java',
    does: 'refuses',
    traits: /^issuer in BMPString /,
    reason:
      'Java compares only UTF8String and PrintableString as text. RFC 5280, section 7.1, allows all, and OpenSSL does it.',
  },
  form: {
    judge: 'openssl',
    does: 'refuses',
    traits:
      /^(?:path length [01] \(leaf\)|no key usage|basic constraints that are not critical|no key identifiers|version 1|other key identifier)/,
    reason:
      'With -x509_strict it wants what RFC 5280 wants of those who write certificates. Section 6 does not want it of those who read them, nor does Java.',
  },
  'key-identifier': {
    judge: 'openssl',
    does: 'refuses',
    traits: /^other key identifier /,
    reason:
      'A key identifier helps to find an issuer. Section 6 does not look at it: the signature tells whose the key is.',
  },
  case: {
    judge: 'openssl',
    does: 'refuses',
    traits: /^(?:issuer in other case beyond ASCII|constraints of directory names) /,
    reason: 'It ignores case in ASCII only. RFC 5280, section 7.1, ignores it everywhere, and so does Java.',
  },
  'one-issuer': {
    judge: 'openssl',
    does: 'refuses',
    traits: /^(?:a new root, certified by the old one|one of the same name and another key|a self-issued authority)$/,
    reason: 'It takes the first issuer of the right name, and does not go back when its key is another.',
  },
}

function read(ders: readonly Uint8Array[]): readonly Certificate[] {
  return ders.map(readCertificate).filter((certificate) => certificate !== undefined)
}

/** The path that we find, leaf first. */
function pathIn({ leaf, trust, others }: PathCase): readonly Uint8Array[] | undefined {
  const signer = readCertificate(leaf)
  if (signer === undefined) return undefined
  const { path, issues } = findTrustedPath(signer, read(trust), read(others), time)
  return issues.length === 0 ? path.map(({ der }) => der) : undefined
}

/** A case, and the path that we find in it. */
type Judged = PathCase & { readonly path: readonly Uint8Array[] | undefined }

const judged = (list: readonly PathCase[]): readonly Judged[] => list.map((one) => ({ ...one, path: pathIn(one) }))

const cases = judged([...changedPaths(seed), ...surroundedPaths(seed), ...randomPaths(seed, runs(180))])

/** The same in every run: each exception is met among them, whatever the seed. */
const fixedSeed = 20161
const fixedCases = judged([...changedPaths(fixedSeed), ...surroundedPaths(fixedSeed), ...randomPaths(fixedSeed, 90)])

interface Differences {
  /** The cases in which a judge says otherwise and no exception says why. */
  readonly unexplained: readonly unknown[]
  /** The exceptions that were met. */
  readonly met: ReadonlySet<string>
}

function differences(judge: Exception['judge'], list: readonly Judged[], accepts: readonly boolean[]): Differences {
  const met = new Set<string>()
  const unexplained = list.flatMap(({ traits, path }, index) => {
    const accepted = accepts[index]
    if (accepted === (path !== undefined)) return []
    const known = Object.entries(exceptions).filter(
      ([, one]) =>
        one.judge === judge &&
        one.does === (accepted ? 'accepts' : 'refuses') &&
        traits.some((trait) => one.traits.test(trait)),
    )
    for (const [name] of known) met.add(name)
    return known.length === 0 ? [{ judge, accepted, traits }] : []
  })
  return { unexplained, met }
}

const namesOf = (judge: Exception['judge']): ReadonlySet<string> =>
  new Set(Object.entries(exceptions).flatMap(([name, one]) => (one.judge === judge ? [name] : [])))

describe('generated paths', () => {
  it('are good and bad in numbers', () => {
    const good = cases.filter(({ path }) => path !== undefined).length
    expect(good).toBeGreaterThan(cases.length / 4)
    expect(good).toBeLessThan((cases.length * 3) / 4)
  })
})

describeWith([jdk], 'a path that we find, by Java', () => {
  it('exists, and where we find none there is none', async () => {
    expect(differences('java', cases, await foundByJava(cases)).unexplained).toEqual([])
  })

  it('and every exception is one', async () => {
    const { unexplained, met } = differences('java', fixedCases, await foundByJava(fixedCases))
    expect([unexplained, met]).toEqual([[], namesOf('java')])
  })
})

describeWith([openssl], 'a path that we find, by OpenSSL', () => {
  const judge = async (list: readonly Judged[]): Promise<Differences> => {
    const found = list.filter(({ path }) => path !== undefined)
    const paths = found.map(({ path = [] }) => path)
    return differences('openssl', found, await acceptedByOpenSsl(paths, time))
  }

  it('is accepted', async () => {
    expect((await judge(cases)).unexplained).toEqual([])
  })

  it('and every exception is one', async () => {
    const { unexplained, met } = await judge(fixedCases)
    expect([unexplained, met]).toEqual([[], namesOf('openssl')])
  })
})

describeWith([openssl], 'a mailbox beyond ASCII below a constraint of mailboxes, by OpenSSL', () => {
  const named = (tag: number, text: string): Uint8Array => der(tag, utf8(text))
  const subject = { CN: 'Root' }
  const keyUsage = ['keyCertSign'] as const
  const identified = { ...valid, keyIdentifiers: true }
  const pathOf = (tag: number, mailbox: string): readonly Uint8Array[] => {
    const subtrees = sequence(der(tag, sequence(named(0x81, 'example.no'))))
    const extensions = [extension('2.5.29.30', true, subtrees)]
    const root = makeCertificate({ subject, keyUsage, serialNumber: 1n, ...identified, extensions })
    const other = der(0xa0, objectIdentifier('1.3.6.1.5.5.7.8.9'), der(0xa0, named(0x0c, mailbox)))
    const leaf = makeCertificate({
      subject: { CN: 'Leaf' },
      issuer: root,
      keyUsage: ['digitalSignature'],
      serialNumber: 2n,
      ...identified,
      extensions: [extension('2.5.29.17', false, sequence(other))],
    })
    return [leaf.certificateDer, root.certificateDer]
  }

  it('is accepted where we accept it', async () => {
    const tags = [0xa0, 0xa1]
    const paths = tags.flatMap((tag) => ['blåbær@example.no', 'blåbær@other.no'].map((text) => pathOf(tag, text)))
    const found = paths.map(([leaf = new Uint8Array(), ...trust]) =>
      pathIn({ leaf, trust, others: [], time, traits: [] }),
    )
    const expected = [true, false, false, true]
    expect(found.map((path) => path !== undefined)).toEqual(expected)
    expect(await acceptedByOpenSsl(paths, time)).toEqual(expected)
  })
})
