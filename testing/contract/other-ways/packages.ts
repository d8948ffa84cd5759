/** Clients that are right in another way about the document package: its manifest, and its archive. */
import { extraFields, makeArchive, type ArchiveEntry } from '../../bundle/archives.js'
import { withForeignPackage, type OtherWay } from '../clients.js'

/** Makes an archive whose entries are written in another way, perhaps with a comment. */
function archived(way: Partial<ArchiveEntry>, comment = '') {
  return (files: ReadonlyMap<string, Uint8Array>, signaturesXml: string): Uint8Array => {
    const entries = [...files].map(([name, bytes]) => ({ name, bytes, ...way }))
    const signatures = { name: 'META-INF/signatures.xml', bytes: Buffer.from(signaturesXml), ...way }
    return makeArchive([...entries, signatures], { comment: Buffer.from(comment) })
  }
}

function asItIs(xml: string): string {
  return xml
}

/** A manifest with the prefix m for each element. */
function prefixed(xml: string): string {
  return xml
    .replace(/<(?=[a-z])/g, '<m:')
    .replace(/<\/(?=[a-z])/g, '</m:')
    .replace('xmlns=', 'xmlns:m=')
}

/** A manifest as a serializer of objects writes it: with the namespaces of XML Schema, each element on a line of its own. */
function asOfSerializer(xml: string): string {
  const schemas = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
  const location = `xsi:schemaLocation="http://signering.posten.no/schema/v1 signature-document.xsd"`
  return xml
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .replace(/^/, '\uFEFF<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<!-- the manifest -->\r\n')
    .replace('<portal-signature-job-manifest', `$& ${schemas} ${location}`)
    .replaceAll('><', '>\r\n  <')
}

/** A manifest with values in single quotes, characters by their numbers, and text in CDATA sections. */
function inOtherWords(xml: string): string {
  return xml
    .replace(/="([^"']*)"/g, "='$1'")
    .replace(/>([^<>&]+)<\/(title|organization-number)>/g, '><![CDATA[$1]]></$2>')
    .replace(/@/g, '&#x40;')
}

export const waysOfPackaging: readonly OtherWay[] = [
  {
    way: 'writes manifest and signature with prefixes, another order, spaces in the name of the issuer and two certificates',
    before: 'create-once',
    make: withForeignPackage(prefixed),
  },
  {
    way: 'writes the manifest as a serializer does, with a byte order mark, a schema location, a comment and lines',
    before: 'create-once',
    make: withForeignPackage(asOfSerializer, archived({ method: 8 })),
  },
  {
    way: 'writes the manifest with single quotes, character references and CDATA sections',
    before: 'create-once',
    make: withForeignPackage(inOtherWords, archived({})),
  },
  {
    way: 'leaves sizes to the extra field of ZIP64, and says the media type of ASiC in the comment of the archive',
    before: 'create-once',
    make: withForeignPackage(
      asItIs,
      archived({ method: 8, zip64: 'alone', version: 45 }, 'mimetype=application/vnd.etsi.asic-e+zip'),
    ),
  },
  {
    way: 'writes data descriptors without their mark, names flagged as UTF-8, and times and owners in extra fields',
    before: 'create-once',
    make: withForeignPackage(
      asItIs,
      archived({
        ...{ method: 8, descriptor: 'unsigned', flags: 0x0800, madeBy: 0x031e },
        extra: extraFields([0x5455, Uint8Array.of(1, 0, 0, 0, 0)], [0x7875, Uint8Array.of(1, 1, 0, 1, 0)]),
      }),
    ),
  },
]
