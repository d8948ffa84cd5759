import { existsSync, readFileSync } from 'node:fs'
import { codecs, portalSignatureJobManifest } from 'signering-portal/codec'
import { expect, test } from 'vitest'
import { describeWith, repositoryFile, type Requirement } from '../../testing/requirements.js'
import { namespace } from '../../src/codec/spec.js'

const page = repositoryFile('../shared/portal-flow.rst')
const pageAtHand: Requirement = {
  name: 'the documentation page of the portal flow',
  present: existsSync(page),
  requiredInCi: false,
}

/** The XML code blocks of a reStructuredText page: the indented lines after the directive. */
function xmlBlocks(text: string): readonly string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, start) => {
    const directive = /^( *)\.\. +code-block:: +xml$/.exec(line)
    if (directive === null) return []
    const margin = directive[1]?.length ?? 0
    const end = lines.findIndex((other, at) => at > start && /\S/.test(other) && other.search(/\S/) <= margin)
    const block = lines.slice(start + 1, end === -1 ? undefined : end).filter((other) => /\S/.test(other))
    const indent = Math.min(...block.map((other) => other.search(/\S/)))
    return [block.map((other) => other.slice(indent)).join('\n')]
  })
}

const root = (name: string, content: string): string => `<${name} xmlns="${namespace}">${content}</${name}>`

/** Puts a fragment of a manifest into a whole one. */
function manifestAround(fragment: string): string {
  const signer =
    '<signer><identified-by-contact-information/><notifications><sms number="00000000"/></notifications></signer>'
  const [signers, rest] = fragment.startsWith('<signer>') ? [fragment, ''] : [signer, fragment]
  return root(
    'portal-signature-job-manifest',
    `<signers>${signers}</signers><sender><organization-number>123456789</organization-number></sender>
     <title>Title</title><documents><document href="document.pdf" mime="application/pdf"><title>First</title></document></documents>${rest}`,
  )
}

describeWith([pageAtHand], 'every XML example of the documentation', () => {
  const blocks = xmlBlocks(pageAtHand.present ? readFileSync(page, 'utf8') : '')

  test('is found', () => {
    expect(blocks.map((block) => /<([a-z-]+)[ >]/.exec(block)?.[1])).toEqual([
      'portal-signature-job-request',
      'portal-signature-job-manifest',
      'portal-signature-job-response',
      'signer',
      'signer',
      'signer',
      'signer',
      'availability',
      'portal-signature-job-status-change-response',
    ])
  })

  test.each(blocks.map((block, index) => [index, block] as const))('example %i decodes, and comes back', (_, block) => {
    const document = block.includes('xmlns=') ? block : manifestAround(block)
    const codec = codecs.find(({ name }) => document.includes(`<${name} `))
    expect.assert(codec !== undefined)
    const value = codec.decode(document)
    expect(codec.decode(codec.encode(value as never))).toStrictEqual(value)
  })
})

test('the manifest of the documentation, with every field in its place', () => {
  // The same structure as in the documentation, in other words, so that it is checked where the page is absent.
  const manifest = portalSignatureJobManifest.decode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    ${manifestAround('')
      .replace('<signer>', '<signer order="3">')
      .replace('</notifications>', '</notifications><on-behalf-of>OTHER</on-behalf-of>')
      .replace('<documents>', '<nonsensitive-title>N</nonsensitive-title><description>\n D </description><documents>')
      .replace(
        '</documents>',
        `</documents><required-authentication>3</required-authentication>
         <availability><activation-time>2016-02-10T12:00:00+01:00</activation-time><available-seconds>864000</available-seconds></availability>
         <identifier-in-signed-documents>NAME</identifier-in-signed-documents>`,
      )}`)
  expect(manifest).toStrictEqual({
    signers: [
      {
        order: 3,
        identifiedByContactInformation: true,
        notifications: { sms: { number: '00000000' } },
        onBehalfOf: 'OTHER',
      },
    ],
    sender: { organizationNumber: '123456789' },
    title: 'Title',
    nonsensitiveTitle: 'N',
    description: '\n D ',
    documents: [{ href: 'document.pdf', mime: 'application/pdf', title: 'First' }],
    requiredAuthentication: '3',
    availability: { activationTime: '2016-02-10T12:00:00+01:00', availableSeconds: 864000 },
    identifierInSignedDocuments: 'NAME',
  })
})
