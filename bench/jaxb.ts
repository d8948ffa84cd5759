/**
 * How fast manifests are read and written, beside JAXB with the classes of the official client, in a Java process that is
 * warm.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { portalSignatureJobManifest } from 'signering-portal/codec'
import { findClassPath } from '../testing/judges/maven.js'
import { repositoryFile } from '../testing/requirements.js'
import { measure, type Way } from './measure.js'
import { manifestOf } from './messages.js'
import type { Ratio } from './ratio.js'

/** What `bench/java/Jaxb.java` calls its ways. */
const ways = [
  'decode',
  'decodeAndValidate',
  'decodeByOneReader',
  'encode',
  'encodeAndValidate',
  'encodeByOneWriter',
] as const

type JaxbWay = (typeof ways)[number]

/** How many times each way goes before it is measured, so that it is compiled. */
const callsToWarmUp = 20_000

/** A Java process that does what it is asked to, one line at a time. */
class Jaxb {
  readonly #process: ChildProcess
  readonly #answers: AsyncIterator<string>

  constructor(classPath: string) {
    const program = ['-cp', classPath, repositoryFile('bench/java/Jaxb.java')]
    this.#process = spawn('java', program, { stdio: ['pipe', 'pipe', 'inherit'] })
    if (this.#process.stdout === null) throw new Error('Java has no output.')
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** Milliseconds of the processor for so many calls on the manifest in a file. */
  async timeOf(way: JaxbWay, calls: number, file: string): Promise<number> {
    this.#process.stdin?.write(`${way} ${calls} ${file}\n`)
    const { value } = (await this.#answers.next()) as { value: string | undefined }
    if (value === undefined) throw new Error('Java ended without an answer.')
    return Number(value)
  }

  async close(): Promise<void> {
    this.#process.stdin?.end()
    await once(this.#process, 'close')
  }
}

/** Every ratio beside JAXB; none, and a line that says why, where Maven does not bring it. */
export async function jaxbRatios(): Promise<readonly Ratio[]> {
  const found = findClassPath()
  if ('missing' in found) {
    console.log(`Left out: JAXB (${found.missing})`)
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'jaxb-'))
  const jaxb = new Jaxb(found.classPath)
  try {
    const ratios: Ratio[] = []
    for (const count of [1, 4, 10]) ratios.push(...(await ratiosOf(jaxb, count, join(folder, String(count)))))
    return ratios
  } finally {
    await jaxb.close()
    rmSync(folder, { recursive: true })
  }
}

async function ratiosOf(jaxb: Jaxb, count: number, file: string): Promise<readonly Ratio[]> {
  const manifest = manifestOf(count)
  const bytes = encoder.encode(portalSignatureJobManifest.encode(manifest))
  writeFileSync(file, bytes)
  const read = (): unknown => portalSignatureJobManifest.decode(bytes)
  const write = (): unknown => encoder.encode(portalSignatureJobManifest.encode(manifest))
  for (let call = 0; call < callsToWarmUp; call++) {
    read()
    write()
  }
  for (const name of ways) await jaxb.timeOf(name, callsToWarmUp, file)
  const way = (name: JaxbWay): Way => ({ timeOf: (calls) => jaxb.timeOf(name, calls, file) })
  const times = await measure({
    read,
    write,
    ...(Object.fromEntries(ways.map((name) => [name, way(name)])) as Record<JaxbWay, Way>),
  })
  const input = `manifest, ${count} signers`
  return [
    { name: `decode / JAXB: ${input}`, ratio: times.read / times.decode, limit: 1 / 2.5 },
    { name: `decode / JAXB and schema: ${input}`, ratio: times.read / times.decodeAndValidate, limit: 1 / 5 },
    { name: `decode / JAXB with one reader for all: ${input}`, ratio: times.read / times.decodeByOneReader },
    { name: `encode / JAXB: ${input}`, ratio: times.write / times.encode, limit: 1 },
    { name: `encode / JAXB and schema: ${input}`, ratio: times.write / times.encodeAndValidate, limit: 1 / 5 },
    { name: `encode / JAXB with one writer for all: ${input}`, ratio: times.write / times.encodeByOneWriter },
  ]
}

const encoder = new TextEncoder()
