import { describe, expect, it } from 'vitest'
import { serviceError } from 'signering-portal/codec'
import { createSimulator, simulatorFetch, virtualClock } from 'signering-portal/simulator'
import { manifest, organizationNumber, packageOf } from '../../testing/simulator/raw-client.js'
import { namespace } from '../../src/codec/spec.js'

const simulator = createSimulator({
  clock: virtualClock(new Date('2026-01-05T12:00:00Z')),
  senders: [{ organizationNumber, sector: 'PUBLIC' }],
  rateLimit: false,
})
const send = simulatorFetch(simulator)
const metadata = Buffer.from(`<portal-signature-job-request xmlns="${namespace}"/>`)
const bundle = Buffer.from(await packageOf(manifest))

interface Part {
  readonly headers: readonly string[]
  readonly body: Uint8Array
}

const plain: readonly [Part, Part] = [
  { headers: ['Content-Type: application/xml'], body: metadata },
  { headers: ['Content-Type: application/octet-stream'], body: bundle },
]

async function statusOf(
  parts: readonly Part[],
  contentType = 'multipart/mixed; boundary=frontier',
  end = '--\r\n',
  boundary = 'frontier',
): Promise<number> {
  const pieces = parts.flatMap(({ headers, body }, index) => [
    Buffer.from(
      `${index === 0 ? '' : '\r\n'}--${boundary}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`,
    ),
    body,
  ])
  const body = Buffer.concat([...pieces, Buffer.from(`\r\n--${boundary}${end}`)])
  const response = await send(`https://portal.example/api/${organizationNumber}/portal/signature-jobs`, {
    method: 'POST',
    headers: { 'Content-Type': contentType },
    body,
  })
  return response.status
}

describe('the content of a create', () => {
  it('is taken as the Java client writes it: with Content-Type only', async () => {
    expect(await statusOf(plain)).toBe(200)
  })

  it('is taken as the .NET client writes it: with Content-Disposition', async () => {
    const disposition = 'Content-Disposition: attachment; filename=x'
    const parts = plain.map(({ headers, body }) => ({ headers: [disposition, ...headers], body }))
    expect(await statusOf(parts, 'multipart/mixed; boundary="frontier"')).toBe(200)
  })

  it('is taken with parameters, other case, and padding after a delimiter', async () => {
    const parts = plain.map(({ headers, body }) => ({
      headers: headers.map((header) => `${header.toUpperCase()}; a=b`),
      body,
    }))
    expect(await statusOf(parts, 'Multipart/Mixed; charset=utf-8; BOUNDARY=frontier', '-- \t')).toBe(200)
  })

  it('is taken with the bundle first: a part is known by its media type', async () => {
    expect(await statusOf([plain[1], plain[0]])).toBe(200)
  })

  it('is taken with folded headers', async () => {
    const parts = plain.map(({ headers, body }) => ({
      headers: [
        'Content-Disposition: attachment;\r\n\tfilename=x',
        ...headers.map((line) => line.replace(' ', '\r\n ')),
      ],
      body,
    }))
    expect(await statusOf(parts)).toBe(200)
  })

  it('is taken with a header of many spaces, in time that grows with them', async () => {
    const padded = plain.map(({ headers, body }) => ({ headers: [`X: a${' '.repeat(300_000)}b`, ...headers], body }))
    expect(await statusOf(padded)).toBe(200)
  })

  it.each([
    ['two bundles', [plain[1], plain[1]]],
    ['two parts of metadata', [plain[0], plain[0]]],
    ['a part of another type', [plain[0], { ...plain[1], headers: ['Content-Type: application/zip'] }]],
    ['a folded line before any header', [{ ...plain[0], headers: [' a', ...plain[0].headers] }, plain[1]]],
    ['one part', [plain[0]]],
    ['three parts', [...plain, plain[1]]],
    ['parts without headers', plain.map(({ body }) => ({ headers: [], body }))],
    ['a part with a line that is no header', [{ ...plain[0], headers: ['nonsense', ...plain[0].headers] }, plain[1]]],
    ['an empty part', [{ headers: [], body: new Uint8Array() }, plain[1]]],
  ] as const)('is refused with %s', async (_, parts) => {
    expect(await statusOf(parts)).toBe(400)
  })

  it('is refused with a part that has no end of its headers', async () => {
    const body = Buffer.from('--frontier\r\nContent-Type: application/xml\r\n--frontier--\r\n')
    const response = await send(`https://portal.example/api/${organizationNumber}/portal/signature-jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=frontier' },
      body,
    })
    expect(response.status).toBe(400)
  })

  it.each([
    ['another subtype', 'multipart/form-data; boundary=frontier', '--'],
    ['another boundary', 'multipart/mixed; boundary=other', '--'],
    ['no boundary', 'multipart/mixed', '--'],
    ['something else than parameters', 'multipart/mixed; boundary=frontier x', '--'],
    ['a quoted boundary that does not end', 'multipart/mixed; boundary="frontier', '--'],
    ['no end', 'multipart/mixed; boundary=frontier', ''],
  ])('is refused with %s', async (_, contentType, end) => {
    expect(await statusOf(plain, contentType, end)).toBe(400)
  })

  it.each([
    ['with a backslash before what is meant itself', 'boundary="fron\\tier\\_\\?"', 'frontier_?'],
    ['with every character that is no letter and no digit', `boundary="'()+_,-./:=? x"`, `'()+_,-./:=? x`],
    ['behind a parameter that looks like several', 'a="b;boundary=c"; boundary=frontier', 'frontier'],
    ['before an empty parameter', 'boundary=frontier ; ', 'frontier'],
  ])('is taken with a boundary %s', async (_, parameters, boundary) => {
    expect(await statusOf(plain, `multipart/mixed ;${parameters}`, '--', boundary)).toBe(200)
  })

  it.each(['{frontier}', 'fron#tier', 'frontier ', 'fron"tier'])(
    'is refused with the boundary %s, which RFC 2046 does not have, and is told so',
    async (boundary) => {
      const contentType = `multipart/mixed; boundary="${boundary.replace('"', '\\"')}"`
      expect(await statusOf(plain, contentType, '--', boundary)).toBe(400)
      const response = await send(`https://portal.example/api/${organizationNumber}/portal/signature-jobs`, {
        method: 'POST',
        headers: { 'Content-Type': contentType },
        body: 'x',
      })
      expect(serviceError.decode(await response.text()).errorMessage).toContain('boundary of RFC 2046')
    },
  )

  it('may have a boundary of 70 characters, and no longer one', async () => {
    const statusWith = (boundary: string): Promise<number> =>
      statusOf(plain, `multipart/mixed; boundary=${boundary}`, '--', boundary)
    expect(await statusWith('f'.repeat(70))).toBe(200)
    expect(await statusWith('f'.repeat(71))).toBe(400)
  })
})
