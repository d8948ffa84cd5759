import { describe, expect, it } from 'vitest'
import { portal } from '../../testing/http/operations.js'
import { jobResponseXml, response, root, xml } from '../../testing/http/responses.js'
import { usedBytes } from '../../testing/used-bytes.js'

/** Bytes one by one, and how many more bytes are in use when all but the last have been taken. */
function oneByOne(bytes: Uint8Array): { readonly stream: AsyncIterable<Uint8Array>; readonly kept: () => number } {
  let kept = Number.NaN
  async function* stream(): AsyncGenerator<Uint8Array> {
    const before = usedBytes()
    for (let at = 0; at < bytes.length; at += 1) {
      if (at === bytes.length - 1) kept = usedBytes() - before
      yield await Promise.resolve(bytes.slice(at, at + 1))
    }
  }
  return { stream: stream(), kept: () => kept }
}

describe('content in pieces of one byte', () => {
  /** A buffer that doubles has twice as much room as it needs at most. */
  const most = 3

  it('takes memory for its bytes, not for its pieces, when a document is read whole', async () => {
    const document = Uint8Array.from({ length: 100_000 }, (_, index) => index)
    const { stream, kept } = oneByOne(document)
    const { bytes } = await portal.downloadPades(`${root}/1`).read(response(200, {}, stream))
    const whole = await bytes()
    expect(Buffer.compare(whole, document)).toBe(0)
    expect(kept()).toBeLessThan(most * document.length)
    expect(whole.buffer.byteLength).toBe(document.length)
  })

  it('takes memory for its bytes when it is a message', async () => {
    const text = new TextEncoder().encode(jobResponseXml())
    const message = new Uint8Array(200_000).fill(0x20)
    message.set(text)
    const { stream, kept } = oneByOne(message)
    const { read } = portal.create({ request: {}, bundle: new Uint8Array(1) })
    expect(await read(response(200, xml, stream))).toMatchObject({ reference: '123-ABC' })
    expect(kept()).toBeLessThan(most * message.length)
  })

  it('comes as it is when it is streamed', async () => {
    const { stream } = await portal
      .downloadPades(`${root}/1`)
      .read(response(200, {}, oneByOne(new Uint8Array(9)).stream))
    const lengths: number[] = []
    for await (const piece of stream()) lengths.push(piece.length)
    expect(lengths).toEqual(Array.from({ length: 9 }, () => 1))
  })
})
