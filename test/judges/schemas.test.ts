import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { afterAll, expect, it } from 'vitest'
import { describeWith, jdk, official, officialFiles } from '../../testing/requirements.js'
import { Xerces } from '../../testing/validators.js'
import { samples } from '../../testing/bundle/samples.js'

const folder = mkdtempSync(join(tmpdir(), 'schemas-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
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
