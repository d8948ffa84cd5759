import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { writeBundle } from 'signering-portal/bundle'
import { afterAll, expect, it } from 'vitest'
import { foreignArchive, foreignSignatures } from '../../testing/bundle/foreign-signatures.js'
import { makeInput, sender, signingTime } from '../../testing/bundle/packages.js'
import { signatureJudge } from '../../testing/bundle/signature-schema.js'
import { variants, type Variant } from '../../testing/bundle/signature-variants.js'
import { inFolders } from '../../testing/judges/folders.js'
import { jdkPanel } from '../../testing/judges/jdk.js'
import { judged } from '../../testing/judges/package.js'
import { describeWith, jdk, officialFiles, xmlsec1 } from '../../testing/requirements.js'

const folder = mkdtempSync(join(tmpdir(), 'variants-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const input = makeInput(2)
const { manifestXml } = await writeBundle(input)
const files = new Map([
  ...input.documents.map(({ href, bytes }) => [href, bytes] as const),
  ['manifest.xml', manifestXml] as const,
])
const signed = variants.map((variant) => ({ variant, xml: foreignSignatures(files, variant) }))
const isAccepted = ({ code }: Variant): boolean => code === undefined

describeWith([officialFiles], 'variants of a signature, by the official schemas and libxml2', () => {
  it('are valid or not as the table says, and whatever is not is refused', () => {
    const judge = signatureJudge(folder)
    const invalid = signed.filter(({ xml }) => !judge.isValid(xml)).map(({ variant }) => variant)
    judge.dispose()
    expect(invalid.map(({ about }) => about)).toEqual(
      variants.filter(({ isInvalid }) => isInvalid === true).map(({ about }) => about),
    )
    expect(invalid.filter(isAccepted)).toEqual([])
  })
})

/** What Java refuses too; of the rest, it does not look at what is beside the signature, or takes what we refuse. */
const refusedByJava: readonly string[] = [
  'a foreign element in ds:Signature',
  'a foreign element in ds:SignedInfo',
  'a foreign element in ds:DigestMethod',
  'a foreign element in ds:SignatureMethod',
  'a digest in CDATA',
  'a digest half in CDATA',
  'an algorithm named constructor',
  'an algorithm named __proto__',
  'KeyInfo signed too',
  'the whole document signed too',
  'a reference without URI',
]

describeWith([jdk], 'variants of a signature, by Java', () => {
  it('are accepted if we accept them', async () => {
    const chain = [sender.leaf, sender.intermediate, sender.root]
    const packages = signed.map(({ variant, xml }) => {
      const all = new Map([...files, ['META-INF/signatures.xml', new TextEncoder().encode(xml)]])
      return judged(variant.about, foreignArchive(files, xml), all, { chain })
    })
    const verdicts = await inFolders(packages, jdkPanel.ask)
    const isValid = (index: number): boolean => {
      const [signature] = verdicts[index] ?? []
      return signature?.accepted === true && signature.reason === '4 references'
    }
    const refused = variants.filter((_, index) => !isValid(index))
    expect(refused.map(({ about }) => about)).toEqual(refusedByJava)
    expect(refused.filter(isAccepted)).toEqual([])
  })
})

describeWith([xmlsec1], 'variants of a signature, by xmlsec1', () => {
  const verdictOf = (xml: string): boolean => {
    const inside = mkdtempSync(join(folder, 'files-'))
    const all = new Map<string, string | Uint8Array>([...files, ['META-INF/signatures.xml', xml]])
    for (const [name, content] of all) {
      mkdirSync(dirname(join(inside, name)), { recursive: true })
      writeFileSync(join(inside, name), content)
    }
    writeFileSync(join(inside, 'root.pem'), sender.root.certificatePem)
    const time = signingTime.toISOString().slice(0, 19).replace('T', ' ')
    const identifier = 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'
    const options = ['--trusted-pem', 'root.pem', '--verification-time', time, '--id-attr:Id', identifier]
    const run = spawnSync('xmlsec1', ['--verify', ...options, 'META-INF/signatures.xml'], {
      cwd: inside,
      encoding: 'utf8',
    })
    return /^OK$[^]*References \(ok\/all\): 4\/4/m.test(run.stdout + run.stderr)
  }

  it.each(signed.filter(({ variant }) => isAccepted(variant)))(
    'is accepted if we accept it: $variant.about',
    ({ xml }) => {
      expect(verdictOf(xml)).toBe(true)
    },
  )
})
