/**
 * What readers of JUnit XML expect. There is no standard of it; this says in our own words what the schema of the xUnit plugin of
 * Jenkins (junit-10.xsd) takes, as far as a report uses it.
 */
import { XmlDocument, XsdValidator } from 'libxml2-wasm'

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:simpleType name="seconds">
    <xs:restriction base="xs:string"><xs:pattern value="[0-9]+\\.[0-9]{3}"/></xs:restriction>
  </xs:simpleType>
  <xs:complexType name="told" mixed="true">
    <xs:attribute name="message" type="xs:string" use="required"/>
    <xs:attribute name="type" type="xs:string"/>
  </xs:complexType>
  <xs:attributeGroup name="counts">
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="time" type="seconds"/>
  </xs:attributeGroup>
  <xs:complexType name="testcase">
    <xs:sequence>
      <xs:choice minOccurs="0">
        <xs:element name="skipped" type="told"/>
        <xs:element name="failure" type="told"/>
        <xs:element name="error" type="told"/>
      </xs:choice>
      <xs:element name="system-out" type="xs:string" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="classname" type="xs:string"/>
    <xs:attribute name="time" type="seconds"/>
  </xs:complexType>
  <xs:element name="testsuites">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="testcase" type="testcase" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence>
            <xs:attributeGroup ref="counts"/>
            <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attributeGroup ref="counts"/>
    </xs:complexType>
  </xs:element>
</xs:schema>`

/** Parses and validates a report with libxml2; throws what is wrong. */
export function validateJunit(report: string): void {
  const validator = XsdValidator.fromDoc(XmlDocument.fromString(schema))
  const parsed = XmlDocument.fromString(report)
  try {
    validator.validate(parsed)
  } finally {
    parsed.dispose()
    validator.dispose()
  }
}
