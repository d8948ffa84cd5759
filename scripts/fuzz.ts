/**
 * `npm run fuzz -- --seconds 60 --seed 7`: mutated input to every decoder, to the reader of packages and to the readers of
 * responses. Whatever comes in, there must be a result or a PortalError, soon, without a value from the input.
 *
 * @module
 */
import { inspect, isDeepStrictEqual, parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { issueCodes, PortalError, unwrap, type Codec, type Issue } from 'signering-portal/codec'
import { readBundle, signingKeyFromPem, verifyBundle, writeBundle } from 'signering-portal/bundle'
import type { HttpResponse } from 'signering-portal/http'
import { signingKeyFromPkcs12 } from 'signering-portal/pkcs12'
import { inspectPdf } from '../src/manifest/pdf.js'
import { makeSender } from '../testing/certificates.js'
import { certificateBag, encryptedSafe, pkcs12File, plainSafe, shroudedKeyBag } from '../testing/bundle/pkcs12.js'
import { generate } from '../testing/conformance/documents.js'
import { Random } from '../testing/conformance/random.js'
import { everyOperation } from '../testing/http/operations.js'
import { sectorCodecs, valuedCodecs } from '../testing/properties/valued-codecs.js'
import { mutate } from '../testing/mutate.js'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
  },
})
const random = new Random(Number(values.seed))

/** Stands in the input where personal data would, and must never come back in an issue. */
const secret = 'q7secret9'

/** The longest that one input may take, in milliseconds: far more than any needs, far less than a hang. */
const timeLimit = 2000

interface Target {
  readonly name: string
  /** Makes an input and uses it; throws what the package throws. */
  readonly run: () => unknown
}

/** Puts the secret into the first text that is not empty. */
const withSecret = (xml: string): string => xml.replace(/>([^<>&]{2,})</, `>${secret}<`)

function decodeTarget<T>(codec: Codec<T>, arbitrary: fc.Arbitrary<T>): Target {
  const valid = fc.sample(arbitrary, { numRuns: 200, seed: Number(values.seed) | 0 }).map(codec.encode)
  return {
    name: `decode ${codec.name}`,
    run: () => {
      const document = random.chance(0.5) ? random.pick(valid) : withSecret(generate(random, codec.name).xml)
      const bytes = mutate(new TextEncoder().encode(document), random)
      const unknown = random.pick(['reject', 'ignore'] as const)
      const result = codec.safeDecode(random.chance(0.5) ? bytes : new TextDecoder().decode(bytes), { unknown })
      const value = unwrap(result, 'refused')
      // What was read can be written, and is read the same.
      const written = codec.safeEncode(value)
      if (!written.ok) {
        // Encoders count the length of a text in UTF-16 units, decoders in characters; an assumed rule warns who reads.
        const warned = new Set(['schema.max-length', ...(result.ok ? result.warnings.map(({ code }) => code) : [])])
        if (written.issues.every(({ severity, code }) => severity === 'warning' || warned.has(code))) return
        throw new Error('what was decoded cannot be encoded')
      }
      if (!isDeepStrictEqual(codec.decode(written.value), value)) throw new Error('it is not read as it was written')
    },
  }
}

const signingTime = new Date('2026-01-01T00:00:00Z')
const documents = [
  { href: 'document.pdf', mime: 'application/pdf', bytes: new TextEncoder().encode(`%PDF-1.4 ${secret}`) },
]
const { leaf, root, certificates } = makeSender()
const bundle = await writeBundle({
  manifest: {
    signers: [{ identifiedByContactInformation: true, notifications: { email: { address: secret } } }],
    sender: { organizationNumber: '123456789' },
    title: secret,
    documents: [{ href: 'document.pdf', mime: 'application/pdf', title: secret }],
  },
  documents,
  key: signingKeyFromPem({ key: leaf.privateKeyPem, certificates }),
  signingTime,
})

// Without a MAC, so that changes come further than that.
const keyStore = pkcs12File([
  plainSafe(shroudedKeyBag(leaf.privateKeyPem, secret, { friendlyName: secret })),
  encryptedSafe(secret, [certificateBag(leaf.certificateDer)]),
])

const times = ['2026-01-01T12:00:00+01:00', '2026-01-01T12:00:00.123Z', secret, '', '2026-13-01T00:00:00Z']
const contentTypes = [
  'application/xml',
  'text/html',
  'application/octet-stream',
  'application/xml;charset=iso-8859-1',
  secret,
]

function response(): HttpResponse {
  const headers = new Headers()
  if (random.chance(0.7)) headers.set('X-Next-permitted-poll-time', random.pick(times))
  if (random.chance(0.7)) headers.set('Content-Type', random.pick(contentTypes))
  if (random.chance(0.2)) headers.set('DoSFilter', 'x')
  const status = random.pick([200, 200, 204, 400, 401, 403, 404, 409, 413, 429, 500, 503, 302])
  const body = mutate(new TextEncoder().encode(withSecret(generate(random).xml)), random)
  return new Response(status === 204 ? null : body, { status, headers })
}

const targets: readonly Target[] = [
  ...[...valuedCodecs, ...sectorCodecs].map(({ use }) => use(decodeTarget)),
  { name: 'read a package', run: () => readBundle(mutate(bundle.bytes, random)) },
  {
    name: 'verify a package',
    run: () => {
      const options = { trust: [root.certificateDer], receivedAt: signingTime }
      verifyBundle(mutate(bundle.bytes, random), options)
    },
  },
  {
    name: 'read a PKCS#12 file',
    run: () => signingKeyFromPkcs12({ pkcs12: mutate(keyStore, random), passphrase: secret, friendlyName: secret }),
  },
  { name: 'look at a PDF', run: () => inspectPdf(mutate(documents[0]?.bytes ?? new Uint8Array(), random)) },
  ...everyOperation.map(([name, { read }]) => ({ name: `read a response to ${name}`, run: () => read(response()) })),
]

const counts = new Map(targets.map(({ name }) => [name, { runs: 0, refused: 0 }]))
const failures: string[] = []

function checkIssues(issues: readonly Issue[]): void {
  if (inspect(issues).includes(secret)) throw new Error('an issue holds a value from the input')
  if (issues.some(({ code }) => !code.startsWith('rule.') && !(code in issueCodes)))
    throw new Error('an issue has a code that is not listed')
}

async function runOnce(target: Target): Promise<boolean> {
  try {
    await target.run()
    return false
  } catch (error) {
    if (!(error instanceof PortalError)) throw error
    checkIssues(error.issues)
    if (`${error.message}${error.stack ?? ''}`.includes(secret))
      throw new Error('an error holds a value from the input', { cause: error })
    return true
  }
}

const end = performance.now() + Number(values.seconds) * 1000
while (performance.now() < end && failures.length < 10) {
  const target = random.pick(targets)
  const count = counts.get(target.name)
  if (count === undefined) continue
  const started = performance.now()
  try {
    count.runs++
    if (await runOnce(target)) count.refused++
    if (performance.now() - started > timeLimit) throw new Error('it took too long')
  } catch (error) {
    failures.push(
      `${target.name}, run ${count.runs}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  }
}

for (const [name, { runs, refused }] of counts)
  console.log(`${String(runs).padStart(8)} runs, ${String(refused).padStart(8)} refused  ${name}`)
for (const failure of failures) console.error(failure)
const runs = [...counts.values()].reduce((sum, count) => sum + count.runs, 0)
console.log(`fuzz: ${runs} runs with seed ${values.seed}, ${failures.length} failures`)
process.exitCode = failures.length === 0 ? 0 : 1
