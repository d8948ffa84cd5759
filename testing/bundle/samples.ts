/** Packages of every kind that we write, for verifiers of others: keys of three sizes, few and many documents, deflated or not. */
import { maximumBundleBytes, writeBundle } from 'signering-portal/bundle'
import { readZip } from '../../src/bundle/zip-reader.js'
import { makeSender, type Sender } from '../certificates.js'
import { makeInput } from './packages.js'

/** A package, and what it was made of. */
export interface Sample {
  readonly name: string
  readonly from: Sender
  readonly count: number
  readonly bytes: Uint8Array
  readonly signaturesXml: string
  readonly files: ReadonlyMap<string, Uint8Array>
}

async function makeSamples(): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (const key of ['leaf', 'rsa-3072', 'rsa-4096'] as const) {
    // The longest serial number that RFC 5280, section 4.1.2.2, allows: 20 octets.
    const from = makeSender({ key, serialNumber: (1n << 158n) + 1n })
    for (const count of [1, 20])
      for (const compress of [false, true]) {
        const { bytes, signaturesXml } = await writeBundle(makeInput(count, { compress }, from))
        samples.push({
          name: `${key === 'leaf' ? 'rsa-2048' : key}, ${count} documents, ${compress ? 'deflated' : 'stored'}`,
          from,
          count,
          bytes,
          signaturesXml: new TextDecoder().decode(signaturesXml),
          files: filesOf(bytes),
        })
      }
  }
  return samples
}

function filesOf(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const read = readZip(bytes, maximumBundleBytes)
  return new Map(read.ok ? read.value.map((entry) => [entry.name, entry.bytes]) : [])
}

/** The packages. */
export const samples: readonly Sample[] = await makeSamples()

/** A package with a byte of its first document changed: what every verifier must refuse, or it verifies nothing. */
export function spoiled(sample: Sample): ReadonlyMap<string, Uint8Array> {
  const document = sample.files.get('document-1.pdf')?.slice() ?? new Uint8Array(1)
  document[10] = 0
  return new Map([...sample.files, ['document-1.pdf', document]])
}
