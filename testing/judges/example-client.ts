/** Packages of the example client in Python, which are to be accepted as ours are. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PortalSignatureJobManifest } from 'signering-portal/codec'
import { makeDocuments, makeManifest, signingTime } from '../bundle/packages.js'
import { openssl, python, repositoryFile, type Requirement } from '../requirements.js'
import { filesOf, judged, type JudgedPackage } from './package.js'
import { run } from './run.js'
import { chainWithIssuer, type Chain } from './senders.js'
import { ordinaryChain } from './written.js'

/** What the example client needs. */
export const exampleClientNeeds: readonly Requirement[] = [python, openssl]

interface Job {
  readonly documents: number
  readonly chain?: Chain
  readonly manifest?: Partial<PortalSignatureJobManifest>
}

const manifestOf = ({ documents, manifest }: Job): PortalSignatureJobManifest =>
  ({ ...makeManifest(makeDocuments(documents)), ...manifest }) as PortalSignatureJobManifest

const jobs: Readonly<Record<string, Job>> = {
  'one document': { documents: 1 },
  'twenty documents': { documents: 20 },
  'everything that a manifest can say': {
    documents: 1,
    manifest: {
      signers: [
        {
          personalIdentificationNumber: '12345678910',
          notificationsUsingLookup: { email: true, sms: true },
          signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE',
          order: 1,
        },
        { personalIdentificationNumber: '10987654321', notifications: { sms: { number: '+4712345678' } } },
        {
          identifiedByContactInformation: true,
          notifications: { email: { address: `a&b<'">@example.com` }, sms: { number: '+4787654321' } },
          onBehalfOf: 'OTHER',
        },
      ],
      title: 'A & B <æøå> € 🖊 \t\r\n ]]>',
      nonsensitiveTitle: 'Noe å signere',
      description: '&amp; "les" først',
      requiredAuthentication: '4',
      availability: { activationTime: '2026-12-01T12:00:00+01:00', availableSeconds: 864_000 },
      identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME',
    },
  },
  'an issuer of SEID 2.0': {
    documents: 1,
    chain: chainWithIssuer({ C: 'NO', O: 'Buypass AS', organizationIdentifier: 'NTRNO-983163327', CN: 'Buypass, CA' }),
  },
  'an issuer whose name must be escaped': {
    documents: 1,
    chain: chainWithIssuer([
      [['C', 'NO', 'printable']],
      [['O', ' #Ærlig, "A+S"; <x>\\=€ ']],
      [
        ['serialNumber', 'x=1,CN=2'],
        ['CN', 'CA +1'],
      ],
      [['emailAddress', 'ca@example.no', 'ia5']],
      [['1.2.3.4', 'of a type that nobody knows']],
    ]),
  },
}

/** A package, and what its manifest is to say. */
export interface ExamplePackage extends JudgedPackage {
  readonly manifest: PortalSignatureJobManifest
}

/** Has the example client write packages of several jobs. */
export async function examplePackages(): Promise<readonly ExamplePackage[]> {
  const folder = mkdtempSync(join(tmpdir(), 'example-client-'))
  try {
    const laid = Object.entries(jobs).map(([name, job], index) => ({
      name,
      job,
      path: layOut(join(folder, `${index}`), job),
    }))
    await run('python3', ['-B', repositoryFile('testing/python/write_packages.py'), ...laid.map(({ path }) => path)])
    return laid.map(({ name, job, path }) => {
      const bytes = new Uint8Array(readFileSync(join(path, 'package.asice')))
      const { chain = ordinaryChain } = job
      const about = judged(`the example client: ${name}`, bytes, filesOf(bytes), { chain })
      return { ...about, manifest: manifestOf(job) }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function layOut(path: string, job: Job): string {
  const { documents: count, chain = ordinaryChain } = job
  const documents = makeDocuments(count).map((one) => ({ ...one, bytes: Buffer.from(one.bytes).toString('base64') }))
  const content = { documents, manifest: manifestOf(job) }
  mkdirSync(path)
  writeFileSync(join(path, 'key.pem'), chain[0].privateKeyPem)
  writeFileSync(join(path, 'chain.pem'), chain.map(({ certificatePem }) => certificatePem).join(''))
  writeFileSync(join(path, 'time'), signingTime.toISOString())
  writeFileSync(join(path, 'job.json'), JSON.stringify(content))
  return path
}
