/** Messages for the commands that read and write them. */
import { namespace } from '../../src/codec/spec.js'

/** A manifest with something personal of each kind, a message without, and what nobody may find in what is printed. */
export const messages: { readonly manifest: string; readonly error: string; readonly secrets: readonly string[] } = {
  manifest: `<portal-signature-job-manifest xmlns="${namespace}">
  <signers>
    <signer>
      <personal-identification-number>01810010068</personal-identification-number>
      <notifications><email address="somebody@example.com"/><sms number="+4799999999"/></notifications>
    </signer>
    <signer order="1">
      <identified-by-contact-information/>
      <notifications><email address="else@example.com"/></notifications>
    </signer>
  </signers>
  <sender><organization-number>123456785</organization-number></sender>
  <title>Of a case</title>
  <description>What it is about</description>
  <documents><document href="document.pdf" mime="application/pdf"><title>Its papers</title></document></documents>
</portal-signature-job-manifest>
`,
  error: `<error xmlns="${namespace}"><error-code>A</error-code><error-message/><error-type>CLIENT</error-type></error>`,
  secrets: ['01810010068', 'somebody', 'else@', '99999999', 'Of a case', 'What it is', 'Its papers'],
}
