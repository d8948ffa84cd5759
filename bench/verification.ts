/**
 * What verifying a document package costs, beside the hashing and the operations of RSA that it is for. Nothing is written
 * meanwhile: the collector's work on what a writer leaves would count for whoever comes next.
 *
 * @module
 */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { safeVerifyBundle } from 'signering-portal/bundle'
import { makeSender } from '../testing/certificates.js'
import { measure } from './measure.js'
import { jobOf, keyOf, mostBytes, packageOf, sender, sha256, signingTime } from './packages.js'
import type { Ratio } from './ratio.js'

function verified(bundle: Uint8Array): unknown {
  const result = safeVerifyBundle(bundle, { trust: [sender.root.certificatePem], receivedAt: signingTime })
  if (!result.ok) throw new Error('The package is refused: its time shows nothing.')
  return result
}

/** More senders than those whose certificates are kept. */
const strangers = 80

/** Small packages: what is left beside the two operations of RSA, that of the signature and that of its certificate. */
async function ratiosOfSmall(): Promise<readonly Ratio[]> {
  const job = jobOf(65_536)
  const bundle = await packageOf(job)
  const others = Array.from({ length: strangers }, (_, index) => makeSender({ serialNumber: BigInt(index) }))
  const foreign = await Promise.all(others.map((other) => packageOf(job, keyOf(other))))
  const data = new Uint8Array(1000)
  const publicKey = createPublicKey(sender.leaf.privateKeyPem)
  const signature = sign('RSA-SHA256', data, createPrivateKey(sender.leaf.privateKeyPem))
  // Whoever verifies packages has verified many: what takes time is then compiled.
  for (let call = 0; call < 1000; call++) verified(bundle)
  let next = 0
  const times = await measure({
    verifyBundle: () => verified(bundle),
    ofStranger: () => verified(foreign[next++ % strangers] ?? bundle),
    rsa: () => verify('RSA-SHA256', data, publicKey, signature),
  })
  const besides = (time: number): number => (time - 2 * times.rsa) / 1.5
  const name = 'verifyBundle, less two operations of RSA / 1.5 ms: 64 KiB'
  return [
    { name, ratio: besides(times.verifyBundle), limit: 1 },
    { name: `${name}, of a sender not seen of late`, ratio: besides(times.ofStranger), limit: 1 },
  ]
}

async function ratiosOfLarge(): Promise<readonly Ratio[]> {
  const job = jobOf(mostBytes)
  const document = job.documents[0]?.bytes ?? new Uint8Array()
  const bundle = await packageOf(job)
  const times = await measure({ verifyBundle: () => verified(bundle), sha256: () => sha256(document) })
  return [{ name: 'verifyBundle / SHA-256: 10 MiB', ratio: times.verifyBundle / times.sha256, limit: 2 }]
}

/** Every ratio of verifying. */
export async function verificationRatios(): Promise<readonly Ratio[]> {
  // The small ones first: what is compiled for them, the large ones need compiled as well.
  const ofSmall = await ratiosOfSmall()
  return [...(await ratiosOfLarge()), ...ofSmall]
}
