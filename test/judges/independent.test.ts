import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { afterAll, expect, it } from 'vitest'
import { describeWith, jdk, official, officialFiles, repositoryFile, xmlsec1 } from '../../testing/requirements.js'
import { Xerces } from '../../testing/validators.js'
import { makeArchive } from '../../testing/bundle/archives.js'
import { signingTime } from '../../testing/bundle/packages.js'
import { samples, spoiled, type Sample } from '../../testing/bundle/samples.js'

const folder = mkdtempSync(join(tmpdir(), 'packages-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const fileOf = new Map(
  samples.map((sample, index) => {
    const file = join(folder, `${index}.zip`)
    writeFileSync(file, sample.bytes)
    return [sample, file]
  }),
)

describeWith([jdk], 'what we write, by Java', () => {
  it('is accepted with every reference and file', () => {
    const files = samples.map((sample) => {
      const file = join(folder, `spoiled-${sample.name}.zip`)
      writeFileSync(file, makeArchive([...spoiled(sample)].map(([name, bytes]) => ({ name, bytes }))))
      return file
    })
    const verifier = repositoryFile('testing/java/Verify.java')
    const lines = execFileSync('java', [verifier, ...fileOf.values(), ...files], { encoding: 'utf8' })
    expect(lines.trim().split('\n')).toEqual([
      ...samples.map(({ count }) => `valid ${count + 2} ${count + 2}`),
      ...samples.map(({ count }) => `invalid ${count + 1} ${count + 2}`),
    ])
  })
})

describeWith([xmlsec1], 'what we write, by xmlsec1', () => {
  const verify = (sample: Sample, files: ReadonlyMap<string, Uint8Array>): string => {
    const inside = mkdtempSync(join(folder, 'files-'))
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(inside, name)), { recursive: true })
      writeFileSync(join(inside, name), bytes)
    }
    writeFileSync(join(inside, 'root.pem'), sample.from.root.certificatePem)
    const { stdout, stderr } = spawnSync(
      'xmlsec1',
      [
        ...['--verify', '--trusted-pem', 'root.pem'],
        // The moment in which chains are judged: certificates of tests must not expire.
        ...['--verification-time', signingTime.toISOString().slice(0, 19).replace('T', ' ')],
        ...['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties', 'META-INF/signatures.xml'],
      ],
      { cwd: inside, encoding: 'utf8' },
    )
    return stdout + stderr
  }

  it.each(samples)('is accepted: $name', (sample) => {
    const total = sample.count + 2
    expect(verify(sample, sample.files)).toMatch(new RegExp(`^OK$[^]*References \\(ok/all\\): ${total}/${total}`, 'm'))
    expect(verify(sample, spoiled(sample))).not.toMatch(/^OK$/m)
  })
})

const folderOf = official('thirdparty/')
const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="${folderOf}xmldsig-core-schema.xsd"/>
  <xs:import namespace="http://uri.etsi.org/2918/v1.2.1#" schemaLocation="${folderOf}ts_102918v010201.xsd"/>
  <xs:import namespace="http://uri.etsi.org/01903/v1.3.2#" schemaLocation="${folderOf}XAdES.xsd"/></xs:schema>`
const broken = (xml: string): readonly string[] => [
  xml.replace('Target="#Signature"', ''),
  xml.replace('<SigningTime>', '<SigningTime>at '),
  xml.replace(/<DigestMethod.*?<\/DigestMethod>/, ''),
]

describeWith([officialFiles], 'what we write, by the official schemas and libxml2', () => {
  it.each(samples)('is valid: $name', ({ signaturesXml }) => {
    const document = XmlDocument.fromString(schema)
    const validator = XsdValidator.fromDoc(document)
    const validate = (xml: string): void => {
      const parsed = XmlDocument.fromString(xml)
      try {
        validator.validate(parsed)
      } finally {
        parsed.dispose()
      }
    }
    // libxml2 takes integers of 24 digits at most; a serial number may have 49.
    const shorter = signaturesXml.replace(/(<X509SerialNumber[^>]*>)[0-9]+/, '$1123')
    validate(shorter)
    for (const xml of broken(shorter))
      expect(() => {
        validate(xml)
      }).toThrow()
    validator.dispose()
    document.dispose()
  })
})

describeWith([officialFiles, jdk], 'what we write, by the official schemas and Xerces', () => {
  it('is valid', async () => {
    const file = join(folder, 'all.xsd')
    writeFileSync(file, schema)
    const written = samples.slice(0, 2).map(({ signaturesXml }) => signaturesXml)
    const verdicts = await new Xerces(file).accepts(written.flatMap((xml) => [xml, ...broken(xml)]))
    expect(verdicts).toEqual(written.flatMap((xml) => [true, ...broken(xml).map(() => false)]))
  })
})
