/** Remedies of issues in messages: their XML, their values, and their JSON. */
import { remediesOf, type RemediesOf, type Remedy } from './remedy.js'

/** By the codes of `xml`, `schema`, `value` and `json`. */
export const messageRemedies: RemediesOf<'xml' | 'schema' | 'value' | 'json'> = remediesOf({
  'xml.size': [
    'The input is not the message: a whole package, a document, or a log.',
    'Hand over the message alone. A message of the service is far below the limit; where yours is longer for a reason, raise the limit (`maximumBytes`, or `maximumResponseBytes` for responses).',
  ],
  'xml.syntax': [
    'The text was cut off, put together from pieces of text, or is JSON or HTML, such as the page of a proxy.',
    'Look at the line and column. Write messages with `encode`, which escapes what must be; keep what was received as bytes, and decode it once.',
  ],
  'xml.namespace': [
    'A part was copied without the declaration of its prefix.',
    'Declare the prefix on the root, or write the elements in the default namespace: `xmlns="http://signering.posten.no/schema/v1"`.',
  ],
  'xml.doctype': [
    'A tool puts a document type declaration before what it writes, or somebody tries out an attack with entities.',
    'Take the declaration out. No message needs one.',
  ],
  'xml.version': ['The first line says `version="1.1"`.', 'Write `version="1.0"`, or leave the first line out.'],
  'xml.depth': [
    "With `unknown: 'ignore'` something else than a message was read, or an attack.",
    'Look at where the text comes from. No message is nested so deep.',
  ],
  'xml.encoding': [
    'A file was saved in another encoding than its first line says, often ISO 8859-1 or Windows-1252 with a first line of UTF-8.',
    'Save it as UTF-8. Hand over the bytes as they came, and not a text that was made of them by a guess.',
  ],
  'xml.character': [
    'A text was pasted from a program that keeps control characters in it, or cut in the middle of an emoji.',
    'Remove the control characters from the text; cut texts by characters (`[...text]`), not by `slice`.',
  ],
  'schema.root': [
    'It is another message than the one that this codec reads, often the `error` of the service; or its namespace is missing.',
    'Choose the codec by the root element. Check that the root has `xmlns="http://signering.posten.no/schema/v1"`.',
  ],
  'schema.element-unexpected': [
    'The elements are in another order than in the schema, a name is misspelled, or both branches of a choice were written.',
    "Put the elements in the order that the page Element reference gives. Read responses with `unknown: 'ignore'`, as the operations do: the service adds elements.",
  ],
  'schema.element-missing': [
    'A property was left out that every message of this kind has.',
    'Give it: the message names the element, and the page Element reference says what it holds.',
  ],
  'schema.element-too-many': [
    'There are more than 10 signers or 20 documents, or an element stands twice.',
    'Make several jobs of it, or remove the second one.',
  ],
  'schema.attribute-unexpected': [
    'The attribute belongs to another element, or its name is misspelled.',
    "Look the element up in the page Element reference. Read responses with `unknown: 'ignore'`.",
  ],
  'schema.attribute-missing': [
    'A document has no `href` or `mime`, an `email` no `address`, or an `sms` no `number`.',
    'Give the attribute that the message names.',
  ],
  'schema.text-unexpected': [
    'A value stands beside the child elements, or in an element that says all by being there, such as `<identified-by-contact-information/>`.',
    'Put the value into the child element that is meant for it, or leave the element empty.',
  ],
  'schema.min-length': [
    'A form was sent with the field empty.',
    'Give a value, or leave the property out altogether where it may be left out: an empty text is not the same as none.',
  ],
  'schema.max-length': [
    'Text from a person or another system was taken over as it is.',
    'Shorten it where it is entered. A character beyond the basic plane, such as an emoji, counts as two when written.',
  ],
  'schema.pattern': [
    'A number was written with spaces, or as a number that has lost its leading zeros.',
    'Keep numbers of people and organizations as text, of digits alone: 11 for a person, 9 for an organization.',
  ],
  'schema.enumeration': [
    'The value is misspelled, in lower case, or of another version of the schema.',
    'Take one of those that the message or the page Element reference lists, letter by letter.',
  ],
  'schema.long': [
    'An id went through a JavaScript number, which is exact to 2^53 only, or has a fraction.',
    'Keep ids as text, from the response to the database and back.',
  ],
  'schema.int': ['A number has a fraction, an exponent, or is no number.', 'Give a whole number.'],
  'schema.date-time': [
    'A date without a time, or one in the form of a country.',
    'Write `2026-03-01T12:00:00Z`, or let `dateTimeFromDate(date)` do it.',
  ],
  'schema.min-inclusive': [
    'A negative number, most often one that was computed, such as the seconds until a time that is past.',
    'Take the least value that the page Element reference gives, or leave the property out.',
  ],
  'schema.max-inclusive': [
    'The `order` of a signer was counted on over many jobs, or is an id; it goes from 0 to 9.',
    'Number the groups that sign one after another anew in each job. Those who may sign at the same time have the same `order`.',
  ],
  'schema.xsi': [
    'A generator of code adds xsi:type or xsi:nil to what it writes.',
    'Turn that off in the generator; leave out an element that has no value.',
  ],
  'value.type': [
    'Data from a form or from JSON was taken over without a look: a number for a text, `null` for nothing, a single value for a list.',
    'Give the type that the message names. Leave out what there is not, or give `undefined`: `null` is a value.',
  ],
  'value.property-unexpected': [
    'The name is misspelled, is the one of the XML (`available-seconds`), or two properties were given that exclude each other.',
    'Take a name from the list in the message; of two that exclude each other, keep one. TypeScript says so before.',
  ],
  'json.syntax': [
    'The file is XML, or was edited by hand.',
    'Hand over JSON in UTF-8. Line and column say where it ends to be JSON.',
  ],
  'json.name': ['Two edits of one object.', 'Keep one of the two.'],
  'json.number': [
    'An id of 64 bits was written as a number.',
    'Write it as text, in quotation marks; other numbers whole.',
  ],
  'json.element': [
    'The value was given without the name of its message around it.',
    'Write `{ "portal-signature-job-manifest": { ... } }`, in the form that `decode` prints.',
  ],
  'json.redacted': [
    'The output of `decode` was handed to `encode`, without what is personal.',
    'Write the message with `decode --output FILE`, which keeps everything.',
  ],
})

/** By the ids of the rules. */
export const ruleRemedies: Readonly<Record<string, Remedy>> = remediesOf({
  'availability-max': [
    'A longer time was computed, or milliseconds were given for seconds.',
    'Give at most 7,776,000 seconds (90 days), for each group of signers.',
  ],
  'other-excludes-lookup': [
    'The signer signs for somebody else, and the lookup would find their private contact details.',
    'Give `notifications` with the e-mail address or mobile number that they have for this, or take `onBehalfOf` out.',
  ],
  'contact-excludes-lookup': [
    'A signer without a national identity number was given a lookup, which needs the number.',
    'Give `notifications`, or address the signer by `personalIdentificationNumber`.',
  ],
  'pin-identifier-needs-pin': [
    'One of the signers is identified by contact information.',
    'Give every signer a `personalIdentificationNumber`, or choose another `identifierInSignedDocuments`.',
  ],
  'href-unique': [
    'Names of files were made from titles or taken from uploads, and two of them are one to some system.',
    'Leave `href` out, so that `prepareJob` names the files `document-1.pdf`, `document-2.pdf` and so on.',
  ],
  'href-characters': [
    'The name of a file was made from a title, with spaces or letters such as æ, ø and å.',
    'Leave `href` out, so that `prepareJob` names the files. What people see is `title`.',
  ],
  'no-personal-data': [
    'The number of a person is used as a reference, or stands in a title that goes into notifications.',
    'Use an id of your own system as the reference. National identity numbers belong in `personalIdentificationNumber`, `title` and `description` alone.',
  ],
  'order-single': [
    '`order` is always written, or one of two signers was removed.',
    'Leave `order` out where one signs alone.',
  ],
  'contact-details-empty': [
    'A form was sent with the field empty.',
    'Leave out `email` or `sms` where there is no address or number; one of them must be there.',
  ],
  'lookup-public-only': [
    'The sender is a private organization, or the job has the wrong `sector`.',
    'Give `notifications` with the contact details that you have of the signer.',
  ],
  'private-advanced-only': [
    'The sender is a private organization, or the job has the wrong `sector`.',
    'Leave `signatureType` out: it is advanced for private organizations.',
  ],
  'private-level-4': [
    'The sender is a private organization, or the job has the wrong `sector`.',
    'Leave `requiredAuthentication` out: it is 4.',
  ],
  'private-identifier': [
    'The sender is a private organization, or the job has the wrong `sector`.',
    'Choose `PERSONAL_IDENTIFICATION_NUMBER_AND_NAME` or `DATE_OF_BIRTH_AND_NAME`. If the service has activated `NAME` for you, the plain codec writes it.',
  ],
  'public-identifier': [
    'One of the signers is to sign with an advanced signature.',
    'Leave `signatureType` out, or choose `PERSONAL_IDENTIFICATION_NUMBER_AND_NAME`.',
  ],
  'public-advanced-single': [
    'Several documents are to be signed with an advanced signature.',
    'Make one job for each document, one PDF of all, or leave `signatureType` out.',
  ],
  'documents-size': [
    'Scanned pages, or pictures in full resolution.',
    'Make the documents smaller, or make several jobs.',
  ],
  'documents-pdf': [
    'A Word document or a picture was uploaded, or a PDF that is protected by a password.',
    'Convert it to PDF/A, or save it without the password.',
  ],
  'sender-matches': [
    'A broker gave its own number in one place and that of the sender in the other.',
    "Give the sender's number in both: in the manifest, and to `portalOperations`.",
  ],
  'public-own-contact': [
    'Contact details of your own are given for a signer whom the service can look up.',
    'Nothing stops you. Use `notificationsUsingLookup` where you do not know better than the register.',
  ],
})
