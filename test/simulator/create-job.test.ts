/** What the portal refuses, each for its own reason, and that all it writes is valid. */
import { describe, expect, it } from 'vitest'
import { signingKeyFromPem, writeBundle, type SigningKey } from 'signering-portal/bundle'
import { portalSignatureJobManifest, serviceError, type PortalSignatureJobManifest } from 'signering-portal/codec'
import {
  createSimulator,
  simulatorFetch,
  virtualClock,
  writePdf,
  type SimulatorOptions,
} from 'signering-portal/simulator'
import { makeSender, makeStranger } from '../../testing/certificates.js'
import { repositoryFile } from '../../testing/requirements.js'
import { Libxml2 } from '../../testing/validators.js'
import { zip } from '../../testing/simulator/zip.js'
import { create, manifest, multipart, organizationNumber, start } from '../../testing/simulator/raw-client.js'
import { readKey } from '../../src/bundle/key.js'
import { writeSignatures } from '../../src/bundle/signature-writer.js'
import { namespace } from '../../src/codec/spec.js'

const root = 'https://portal.example/api'
const privateSender = '987654325'
const { leaf, certificates } = makeSender()
/** With a chain of three: something stands between the certificate of the signer and the root. */
const key = signingKeyFromPem({ key: leaf.privateKeyPem, certificates })

function sendTo(options: Partial<SimulatorOptions> = {}): ReturnType<typeof simulatorFetch> {
  const senders = [
    { organizationNumber, sector: 'PUBLIC' },
    { organizationNumber: privateSender, sector: 'PRIVATE' },
  ] as const
  return simulatorFetch(createSimulator({ clock: virtualClock(start), rateLimit: false, senders, ...options }))
}

/** Sends a job to a sender, and gives back what the portal says. */
async function refusalOf(
  value: PortalSignatureJobManifest,
  bytes: Uint8Array = writePdf(['one']),
  sender: string = value.sender.organizationNumber,
  options: Partial<SimulatorOptions> = {},
  signer: SigningKey = key,
): Promise<readonly [number, string?, string?]> {
  const documents = (value.documents ?? [value.document]).map(({ href, mime }) => ({ href, mime, bytes }))
  const bundle = await writeBundle({ manifest: value, documents, key: signer, signingTime: start })
  const response = await sendTo(options)(`${root}/${sender}/portal/signature-jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/mixed; boundary=frontier' },
    body: multipart(`<portal-signature-job-request xmlns="${namespace}"/>`, bundle.bytes),
  })
  if (response.ok) return [response.status]
  const { errorCode, errorMessage } = serviceError.decode(await response.text())
  return [response.status, errorCode, errorMessage]
}

const ofPrivate: PortalSignatureJobManifest = { ...manifest, sender: { organizationNumber: privateSender } }

describe('a job', () => {
  it('is created', async () => {
    expect(await refusalOf(manifest)).toEqual([200])
    expect(await refusalOf(ofPrivate)).toEqual([200])
  })

  it('is refused for another sender in the manifest than in the path', async () => {
    const [status, code, message] = await refusalOf(ofPrivate, undefined, organizationNumber)
    expect([status, code]).toEqual([403, 'NOT_AUTHORIZED'])
    expect(message).toContain('rule.sender-matches')
    expect(message).not.toContain(privateSender)
  })

  it('is refused by a rule of the sector of its sender, and only of that sector', async () => {
    const level: PortalSignatureJobManifest = { ...manifest, requiredAuthentication: '3' }
    expect(await refusalOf(level)).toEqual([200])
    const [status, code, message] = await refusalOf({ ...level, sender: ofPrivate.sender })
    expect([status, code]).toEqual([400, 'ASICE_VALIDATION_FAILED'])
    expect(message?.match(/[a-z]+\.[a-z-]+[0-9]*/g)).toEqual(['rule.private-level-4'])
  })

  it('is refused with the errors alone: what is worth a look is told to nobody', async () => {
    const [signer] = manifest.signers
    expect.assert(signer !== undefined)
    const warned: PortalSignatureJobManifest = { ...manifest, signers: [{ ...signer, order: 1 }] }
    expect(await refusalOf(warned)).toEqual([200])
    const [, , message] = await refusalOf({ ...warned, requiredAuthentication: '3', sender: ofPrivate.sender })
    expect(message?.match(/rule\.[a-z0-9-]+/g)).toEqual(['rule.private-level-4'])
    const [, , noPdf] = await refusalOf(warned, new TextEncoder().encode('plain text'))
    expect(noPdf?.match(/rule\.[a-z0-9-]+/g)).toEqual(['rule.documents-pdf'])
  })

  it('is refused for a document that is no PDF', async () => {
    const [status, code, message] = await refusalOf(manifest, new TextEncoder().encode('plain text'))
    expect([status, code]).toEqual([400, 'ASICE_VALIDATION_FAILED'])
    expect(message).toContain('rule.documents-pdf')
  })

  it('is refused for a signer whom the portal does not trust, if it trusts some', async () => {
    const ownRoot = key.chain.at(-1) ?? new Uint8Array()
    expect(await refusalOf(manifest, undefined, undefined, { trust: [ownRoot] })).toEqual([200])
    const stranger = makeStranger().root.certificatePem
    const [status, code, message] = await refusalOf(manifest, undefined, undefined, { trust: [stranger] })
    expect([status, code]).toEqual([400, 'ASICE_VALIDATION_FAILED'])
    expect(message).toContain('signature.untrusted')
  })

  it('is refused for a chain of certificates without its root, for that reason alone', async () => {
    const short = { ...key, chain: key.chain.slice(0, -1) }
    const [status, code, message] = await refusalOf(manifest, undefined, undefined, {}, short)
    expect([status, code]).toEqual([400, 'ASICE_VALIDATION_FAILED'])
    expect(message?.match(/[a-z]+\.[a-z-]+/g)).toEqual(['key.chain-incomplete'])
  })

  it('is taken with the certificate of the signer alone, if the portal asks for no more', async () => {
    const alone = { ...key, chain: key.chain.slice(0, 1) }
    const statusWith = async (options: Partial<SimulatorOptions>): Promise<number> =>
      (await refusalOf(manifest, undefined, undefined, options, alone))[0]
    const trust = key.chain.slice(-1)
    expect(await statusWith({ requireWholeChain: false })).toBe(200)
    expect(await statusWith({ requireWholeChain: true })).toBe(400)
    expect(await statusWith({ requireWholeChain: false, trust })).toBe(400)
    expect(await statusWith({ requireWholeChain: false, trust, intermediates: key.chain.slice(1, -1) })).toBe(200)
    expect(await statusWith({ trust, intermediates: key.chain.slice(1, -1) })).toBe(400)
  })

  it('is refused for a signing time more than 5 seconds off, or as many as the portal is told', async () => {
    const statusAt = async (seconds: number, signingTimeToleranceSeconds?: number): Promise<number> => {
      const send = sendTo(signingTimeToleranceSeconds === undefined ? {} : { signingTimeToleranceSeconds })
      return (await create(send, root, manifest, '', new Date(start.getTime() + seconds * 1000))).status
    }
    expect([await statusAt(5), await statusAt(-5)]).toEqual([200, 200])
    expect([await statusAt(5.001), await statusAt(-5.001)]).toEqual([400, 400])
    expect([await statusAt(60, 60), await statusAt(61, 60), await statusAt(3600, Infinity)]).toEqual([200, 400, 200])
  })

  it('is refused, and the portal goes on, for content of any kind', async () => {
    const send = sendTo()
    for (const bundle of [
      new Uint8Array(),
      new Uint8Array(22),
      new TextEncoder().encode('PK\u0005\u0006'.padEnd(22, '\0')),
    ]) {
      const response = await send(`${root}/${organizationNumber}/portal/signature-jobs`, {
        method: 'POST',
        headers: { 'Content-Type': 'multipart/mixed; boundary=frontier' },
        body: multipart(`<portal-signature-job-request xmlns="${namespace}"/>`, bundle),
      })
      expect(response.status).toBe(400)
      expect(serviceError.decode(await response.text()).errorCode).toBe('ASICE_VALIDATION_FAILED')
    }
    expect((await create(send, root)).status).toBe(200)
  })
})

describe('a job as it was read', () => {
  // What is an error only when it is written: characters that UTF-16 counts as two, and names of other clients.
  const longest = '😀'.repeat(80)
  const href = `${'😀'.repeat(60)}.pdf`
  const texts = `<title>${longest}</title><nonsensitive-title>${longest}</nonsensitive-title><description>${'😀'.repeat(220)}</description>`
  const given = (name: string): string =>
    portalSignatureJobManifest
      .encode(manifest)
      .replace('<title>A title</title>', texts)
      .replace('<title>A document</title>', `<title>${longest}</title>`)
      .replace('document.pdf', name)

  /** A package by the lower parts of the writer, which know no rule. */
  async function foreignPackage(manifestXml: string, name: string): Promise<Uint8Array> {
    const read = readKey(key, start)
    expect.assert(read.ok)
    const files = [
      { name, mime: 'application/pdf', bytes: writePdf(['one']) },
      { name: 'manifest.xml', mime: 'application/xml', bytes: new TextEncoder().encode(manifestXml) },
    ]
    const encoded = files.map((file) => ({ ...file, name: encodeURIComponent(file.name) }))
    const signatures = await writeSignatures({ ...read.value, files: encoded, signingTime: start })
    expect.assert(signatures.ok)
    return zip({
      ...Object.fromEntries(files.map((file) => [file.name, file.bytes])),
      'META-INF/signatures.xml': Buffer.from(signatures.value),
    })
  }

  it.each([href, 'Kontrakt for leie.pdf', 'con.pdf'])('is created, and goes on from a snapshot: %s', async (name) => {
    const options = {
      clock: virtualClock(start),
      rateLimit: false,
      senders: [{ organizationNumber, sector: 'PUBLIC' }],
    } as const
    const simulator = createSimulator(options)
    const response = await simulatorFetch(simulator)(`${root}/${organizationNumber}/portal/signature-jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=frontier' },
      body: multipart(
        `<portal-signature-job-request xmlns="${namespace}"><reference>${'😀'.repeat(50)}</reference></portal-signature-job-request>`,
        await foreignPackage(given(name), name),
      ),
    })
    expect([response.status, response.ok ? '' : await response.text()]).toEqual([200, ''])
    const snapshot = simulator.snapshot()
    expect(createSimulator({ ...options, snapshot }).jobs()).toEqual(simulator.jobs())
  })
})

describe('every message of the portal', () => {
  it('is valid by portal.xsd, in both ways of writing namespaces, and invalid with elements of tomorrow', async () => {
    const schema = new Libxml2(repositoryFile('schema/portal.xsd'))
    const clock = virtualClock(start)
    const simulator = createSimulator({ clock, rateLimit: false, senders: [{ organizationNumber, sector: 'PUBLIC' }] })
    const send = simulatorFetch(simulator)
    const queue = `${root}/${organizationNumber}/portal/signature-jobs`
    const contact = {
      identifiedByContactInformation: true,
      order: 3,
      notifications: { email: { address: 'a&"<@example.com' } },
    } as const
    const value: PortalSignatureJobManifest = { ...manifest, signers: [...manifest.signers, contact] }
    const accepted = async (response: Response): Promise<boolean> => schema.accepts(await response.text())

    for (const kind of ['prefixedNamespaces', 'header'] as const) {
      const style = kind === 'header' ? ({ kind, name: 'X-Nothing', value: null } as const) : { kind }
      simulator.planFault(style)
      const created = await create(send, root, value, '<reference>R&amp;D</reference>', clock.now())
      expect(created.status).toBe(200)
      expect(await accepted(created)).toBe(true)
      const { signatureJobId } = simulator.jobs().at(-1) ?? expect.unreachable('there is a job')
      simulator.setSignerStatus(signatureJobId, 1, 'SIGNED')
      simulator.setSignerStatus(signatureJobId, 2, 'SIGNED')
      simulator.setSignerStatus(signatureJobId, 3, 'BLOCKED')
      for (let change = 1; change <= 3; change += 1) {
        simulator.planFault(style)
        const response = await send(queue)
        expect(response.status).toBe(200)
        expect(await accepted(response)).toBe(true)
      }
      simulator.planFault(style)
      const refused = await send(`${queue}/1/pades`)
      expect(refused.status).toBe(404)
      expect(await accepted(refused)).toBe(true)
      clock.advance(1)
    }
    simulator.planFault({ kind: 'unknownElements' })
    expect(await accepted(await send(`${queue}/1/pades`))).toBe(false)
    schema.dispose()
  })
})
