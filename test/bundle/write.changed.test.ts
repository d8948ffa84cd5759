import { describe, expect, it } from 'vitest'
import {
  safeReadBundle,
  safeVerifyBundle,
  safeWriteBundle,
  writeBundle,
  type WriteBundleOptions,
  type SigningKey,
} from 'signering-portal/bundle'
import { maximumDocumentsBytes } from 'signering-portal/manifest'
import { makeDocuments, makeInput, makeManifest, sender, signingTime } from '../../testing/bundle/packages.js'

/** A Uint8Array that says of itself what is not so. */
class False extends Uint8Array {
  override get length(): number {
    return 3
  }
  override get byteLength(): number {
    return 3
  }
  override get byteOffset(): number {
    return 0
  }
  override get buffer(): ArrayBuffer {
    return new ArrayBuffer(3)
  }
  override slice(): this {
    return this
  }
  override *[Symbol.iterator](): ArrayIterator<number> {
    yield* []
  }
}

const undisturbed = await writeBundle(makeInput(1))
const [document] = makeDocuments(1)
if (document === undefined) throw new Error('a document was asked for')

/** The key of a service that answers later: before it does, something happens. */
const remoteKey = (happening: () => void): SigningKey => {
  const { chain, sign } = makeInput(1).key
  return {
    chain,
    sign: async (data) => {
      await new Promise((resolve) => setTimeout(resolve))
      happening()
      return await sign(data)
    },
  }
}

describe('what the caller changes while the signer is at work changes nothing', () => {
  const spoil = (bytes: Uint8Array) => (): void => {
    Uint8Array.prototype.fill.call(bytes, 0)
  }
  const filled = <T extends Uint8Array>(bytes: T): T => {
    Uint8Array.prototype.set.call(bytes, document.bytes)
    return bytes
  }
  const size = document.bytes.length
  const kinds: readonly (readonly [string, () => Uint8Array])[] = [
    ['a Uint8Array', () => filled(new Uint8Array(size))],
    ['a part of one', () => filled(new Uint8Array(size + 20).subarray(7, size + 7))],
    ['a Buffer', () => filled(Buffer.alloc(size))],
    ['a Buffer of the pool', () => Buffer.from(document.bytes)],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it gives a view, and is used all the same
    ['what slice gives of a Buffer', () => filled(Buffer.alloc(size + 9).slice(9))],
    ['a class whose slice copies nothing', () => filled(new False(size))],
    ['memory that is shared', () => filled(new Uint8Array(new SharedArrayBuffer(size)))],
    ['memory that can be resized', () => filled(new Uint8Array(resizable(size)))],
  ]
  it.each(kinds)('%s', async (_, make) => {
    const bytes = make()
    const key = remoteKey(spoil(bytes))
    const written = await writeBundle(makeInput(1, { documents: [{ ...document, bytes }], key }))
    expect(Uint8Array.prototype.every.call(bytes, (byte) => byte === 0)).toBe(true)
    expect(written).toEqual(undisturbed)
  })

  it('bytes that are handed over to another thread, or cut off', async () => {
    const [handed, cut] = [filled(new Uint8Array(size)), filled(new Uint8Array(resizable(size)))]
    for (const [bytes, happening] of [
      [handed, (): unknown => structuredClone(handed.buffer, { transfer: [handed.buffer] })],
      [cut, (): unknown => Reflect.apply(Reflect.get(ArrayBuffer.prototype, 'resize') as () => void, cut.buffer, [0])],
    ] as const) {
      const written = await writeBundle(
        makeInput(1, { documents: [{ ...document, bytes }], key: remoteKey(happening) }),
      )
      expect(bytes.length).toBe(0)
      expect(written).toEqual(undisturbed)
    }
  })

  it('the time, the certificates, the signer, the lists and all else that can be changed', async () => {
    const time = new Date(signingTime)
    const chain = makeInput(1).key.chain.map((der) => new Uint8Array(der))
    const documents = [{ ...document, bytes: document.bytes.slice() }]
    const manifest = makeManifest(documents)
    const key = { ...remoteKey(change), chain }
    const input = { manifest, documents, key, signingTime: time, compress: false }
    function change(): void {
      time.setTime(0)
      chain.forEach((der) => der.fill(0))
      chain.length = 0
      key.sign = (): never => {
        throw new Error('another signer')
      }
      Object.assign(documents[0] ?? {}, { href: '../x', mime: 'text/plain', bytes: new Uint8Array() })
      documents.length = 0
      Object.assign(manifest, { title: '', documents: [] })
      for (const name of Object.keys(input)) Reflect.deleteProperty(input, name)
    }
    expect(await writeBundle(input)).toEqual(undisturbed)
    expect(input).toEqual({})
  })

  it('what the signer does with its data, and with the signature that it has given', async () => {
    const { chain, sign } = makeInput(1).key
    const given: Uint8Array[] = []
    const key: SigningKey = {
      chain,
      sign: async (data) => {
        const signature = await sign(data)
        data.data.fill(0)
        data.sha256.fill(0)
        given.push(signature)
        queueMicrotask(() => {
          queueMicrotask(() => signature.fill(0))
        })
        return signature
      },
    }
    const written = await writeBundle(makeInput(1, { key }))
    expect(given[0]?.every((byte) => byte === 0)).toBe(true)
    expect(written).toEqual(undisturbed)
  })
})

function resizable(size: number): ArrayBuffer {
  return Reflect.construct(ArrayBuffer, [size, { maxByteLength: size }]) as ArrayBuffer
}

describe('what says another thing when it is asked again is asked once', () => {
  /** An object one of whose properties has another value each time. */
  const wavering = (value: object, name: string, ...values: readonly unknown[]): object => {
    let reads = 0
    return Object.defineProperty({ ...value }, name, {
      enumerable: true,
      get: () => values[Math.min(reads++, values.length - 1)],
    })
  }
  const { manifest, key } = makeInput(1)
  const listed = makeManifest([document]).documents[0] ?? {}
  const cases: readonly (readonly [string, object])[] = [
    ...['', '/x.pdf', '../x.pdf', 'x\\y.pdf', 'other.pdf', 7, undefined].flatMap((later) => [
      [`the name of a document, ${later}`, { documents: [wavering(document, 'href', document.href, later)] }] as const,
      [
        `the name of a document in the manifest, ${later}`,
        { manifest: { ...manifest, documents: [wavering(listed, 'href', document.href, later)] } },
      ] as const,
    ]),
    ['its media type', { documents: [wavering(document, 'mime', document.mime, 'text/plain')] }],
    ['its bytes', { documents: [wavering(document, 'bytes', document.bytes, 'none')] }],
    ['the certificates', { key: wavering(key, 'chain', key.chain, []) }],
    ['the signer', { key: wavering(key, 'sign', key.sign, undefined) }],
  ]
  it.each(cases)('%s', async (_, changed) => {
    expect(await safeWriteBundle({ ...makeInput(1), ...changed })).toMatchObject({
      value: undisturbed,
    })
  })

  it('the options', async () => {
    for (const [name, value] of Object.entries(makeInput(1)))
      expect(await writeBundle(wavering(makeInput(1), name, value, null) as WriteBundleOptions)).toEqual(undisturbed)
  })
})

describe('what the signer gives is checked', () => {
  const { chain, sign } = makeInput(1).key
  const signing = (change: (signature: Uint8Array) => unknown): WriteBundleOptions =>
    makeInput(1, { key: { chain, sign: async (data) => change(await sign(data)) as Uint8Array } })

  it.each<[string, (signature: Uint8Array) => unknown]>([
    ['a Buffer', (signature) => Buffer.from(signature)],
    ['a class that says what is not so', (signature) => new False(signature)],
    ['a promise', (signature) => Promise.resolve(signature)],
  ])('and taken: %s', async (_, change) => {
    expect(await writeBundle(signing(change))).toEqual(undisturbed)
  })

  it.each<[string, (signature: Uint8Array) => unknown]>([
    ['nothing', () => undefined],
    ['no bytes', () => new Uint8Array()],
    ['text', (signature) => Buffer.from(signature).toString('base64')],
    ['a list', (signature) => [...signature]],
    ['a buffer', (signature) => signature.buffer],
    ['a DataView', (signature) => new DataView(signature.buffer)],
    ['a Proxy', (signature) => new Proxy(signature, {})],
    ['one that is cut off', (signature) => signature.subarray(0, -1)],
    ['one with a zero before it', (signature) => Buffer.concat([new Uint8Array(1), signature])],
    ['two', (signature) => Buffer.concat([signature, signature])],
    ['another', (signature) => signature.map((byte) => byte ^ 1)],
    ['one of another key service', (signature) => ({ Signature: signature })],
  ])('and refused: %s', async (_, change) => {
    expect(await safeWriteBundle(signing(change))).toMatchObject({
      ok: false,
      issues: [{ code: 'key.signature', property: ['key', 'sign'] }],
    })
  })
})

describe('bytes that say what is not so', () => {
  it('are as long as they are', async () => {
    const bytes = new False(maximumDocumentsBytes + 1)
    expect(await safeWriteBundle(makeInput(1, { documents: [{ ...document, bytes }] }))).toMatchObject({
      ok: false,
      issues: [{ code: 'rule.documents-size' }],
    })
  })

  it('are a package too', () => {
    const read = safeReadBundle(undisturbed.bytes)
    expect(safeReadBundle(new False(undisturbed.bytes))).toEqual(read)
    const options = { trust: [sender.root.certificateDer], receivedAt: signingTime }
    expect(safeVerifyBundle(new False(undisturbed.bytes), options)).toEqual(read)
  })
})

it('the copy of documents is the one in the archive: it takes the memory of one', async () => {
  const bytes = Buffer.alloc(maximumDocumentsBytes, 'x')
  const most = { bytes: 0 }
  const look = (): void => {
    most.bytes = Math.max(most.bytes, process.memoryUsage().arrayBuffers)
  }
  const input = makeInput(1, { documents: [{ ...document, bytes }], key: remoteKey(look) })
  const before = process.memoryUsage().arrayBuffers
  const written = await writeBundle(input)
  look()
  expect(written.bytes.buffer.byteLength).toBe(written.bytes.length)
  expect(most.bytes - before).toBeLessThan(1.2 * maximumDocumentsBytes)
})
