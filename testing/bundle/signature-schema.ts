/** The official schemas of signatures together: ASiC, XAdES and XML Signature; and what a validator says by them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { official } from '../requirements.js'
import '../validators.js'

/** Exclusive XML Canonicalization, which has its schema elsewhere: the one element, in our own words, and with white space. */
const exclusive = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2001/10/xml-exc-c14n#">
  <xs:element name="InclusiveNamespaces"><xs:complexType mixed="true"><xs:attribute name="PrefixList" type="xs:string"/></xs:complexType></xs:element>
</xs:schema>`

/** Writes a schema that has them all into a folder, and gives its text. */
export function writeSignatureSchema(folder: string): { readonly path: string; readonly text: string } {
  writeFileSync(join(folder, 'exclusive.xsd'), exclusive)
  const places = {
    'http://www.w3.org/2000/09/xmldsig#': official('thirdparty/xmldsig-core-schema.xsd'),
    'http://uri.etsi.org/2918/v1.2.1#': official('thirdparty/ts_102918v010201.xsd'),
    'http://uri.etsi.org/01903/v1.3.2#': official('thirdparty/XAdES.xsd'),
    'http://www.w3.org/2001/10/xml-exc-c14n#': join(folder, 'exclusive.xsd'),
  }
  const imports = Object.entries(places).map(
    ([namespace, place]) => `<xs:import namespace="${namespace}" schemaLocation="${place}"/>`,
  )
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`
  const path = join(folder, 'all.xsd')
  writeFileSync(path, text)
  return { path, text }
}

/** Judges signatures by those schemas with libxml2. */
export function signatureJudge(folder: string): {
  readonly isValid: (xml: string) => boolean
  readonly dispose: () => void
} {
  const schema = XmlDocument.fromString(writeSignatureSchema(folder).text)
  const validator = XsdValidator.fromDoc(schema)
  return {
    isValid: (xml) => {
      // libxml2 takes integers of 24 digits at most; a serial number may have 49.
      const document = XmlDocument.fromString(
        xml.replace(/(<(?:\w+:)?X509SerialNumber[^>]*>[^<]*?)[0-9]{25,}/g, '$1123'),
      )
      try {
        validator.validate(document)
        return true
      } catch {
        return false
      } finally {
        document.dispose()
      }
    },
    dispose: () => {
      validator.dispose()
      schema.dispose()
    },
  }
}
