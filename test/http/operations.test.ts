import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { PortalError, portalOperations, type Operation } from 'signering-portal/http'
import { describe, expect, it, test } from 'vitest'
import { address, now, operationNames, portal, type OperationName } from '../../testing/http/operations.js'
import { organizationNumber, root } from '../../testing/http/responses.js'
import { countingReads, oddValues, whatItThrows, withOddValues, withThrowingGetters } from '../../testing/odd-values.js'
import { repositoryFile } from '../../testing/requirements.js'
import { runs } from '../../testing/seed.js'
import { codesOf, thrown } from '../../testing/issues.js'

const { version } = JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as { version: string }

/** Every operation that takes an address from a response. */
const followers = operationNames.filter(
  (name): name is Exclude<OperationName, 'create' | 'nextStatusChange' | 'downloadArchivedPades' | 'organization'> =>
    !['create', 'nextStatusChange', 'downloadArchivedPades', 'organization'].includes(name),
)

describe('requests', () => {
  const userAgent = `signering-portal/${version}`
  const message = { Accept: 'application/xml', 'User-Agent': userAgent }
  const document = { Accept: 'application/octet-stream, application/xml', 'User-Agent': userAgent }

  const expected: [string, Operation<unknown>, unknown][] = [
    [
      'organization',
      portal.organization(),
      {
        method: 'GET',
        url: `${root}/123456789`,
        headers: { Accept: 'text/plain, application/xml', 'User-Agent': userAgent },
      },
    ],
    [
      'next status change, default queue',
      portal.nextStatusChange({ now }),
      { method: 'GET', url: `${root}/123456789/portal/signature-jobs`, headers: message },
    ],
    [
      'next status change, named queue',
      portal.nextStatusChange({ now, pollingQueue: "a b&c=æ/?#%'()*!" }),
      {
        method: 'GET',
        url: `${root}/123456789/portal/signature-jobs?polling_queue=a%20b%26c%3D%C3%A6%2F%3F%23%25%27%28%29%2A%21`,
        headers: message,
      },
    ],
    ['confirm', portal.confirm(address), { method: 'POST', url: address, headers: message }],
    ['cancel', portal.cancel(address), { method: 'POST', url: address, headers: message }],
    ['download PAdES', portal.downloadPades(address), { method: 'GET', url: address, headers: document }],
    ['download XAdES', portal.downloadXades(address), { method: 'GET', url: address, headers: document }],
    [
      'download PAdES from the archive',
      portal.downloadArchivedPades('a b/c?d#é%2e..'),
      {
        method: 'GET',
        url: `${root}/123456789/archive/documents/a%20b%2Fc%3Fd%23%C3%A9%252e../pades`,
        headers: document,
      },
    ],
    ['delete documents', portal.deleteDocuments(address), { method: 'DELETE', url: address, headers: message }],
  ]

  it.each(expected)('%s', (_, operation, request) => {
    expect(operation.request).toEqual(request)
  })

  it('create: metadata first, then the bundle', () => {
    const bundle = Uint8Array.from([0x50, 0x4b, 0, 255, 13, 10])
    const { request } = portal.create({ request: { reference: '1', pollingQueue: 'kø' }, bundle })
    const { 'Content-Type': contentType = '', ...headers } = request.headers
    const boundary = contentType.replace('multipart/mixed; boundary=', '')
    expect({ method: request.method, url: request.url, headers }).toEqual({
      method: 'POST',
      url: `${root}/123456789/portal/signature-jobs`,
      headers: message,
    })
    const text = Buffer.from(request.body ?? []).toString('latin1')
    expect(text.split(`--${boundary}`).length).toBe(4)
    expect(text).toMatch(
      /^--signering-portal\.q{30}\.0{12}\r\nContent-Type: application\/xml\r\n\r\n<\?xml [^]*<polling-queue>kÃ¸<[^]*>\r\n--/,
    )
    expect(text).toContain(`\r\nContent-Type: application/octet-stream\r\n\r\nPK\0\xff\r\n\r\n--${boundary}--\r\n`)
  })

  it('create: tells all that is wrong at once, each with its property', () => {
    const input = { request: { reference: 'x'.repeat(51) }, bundle: 'PK' }
    expect(thrown(() => portal.create(input as never))).toMatchObject([
      { code: 'schema.max-length', property: ['request', 'reference'] },
      { code: 'value.type', property: ['bundle'] },
    ])
    expect(thrown(() => portal.create(undefined as never))).toMatchObject([
      { code: 'value.type', property: ['request'] },
      { code: 'value.type', property: ['bundle'] },
    ])
  })

  it('nextStatusChange: tells all that is wrong at once, each with its property', () => {
    expect(thrown(() => portal.nextStatusChange({ pollingQueue: '' } as never))).toMatchObject([
      { code: 'http.polling-queue', property: ['pollingQueue'] },
      { code: 'value.type', property: ['now'] },
    ])
  })
})

describe.each(followers)('the address of %s', (name) => {
  const at = (path: string) => thrown(() => portal[name](`${root}/1/${path}`))

  it.each([...'"<>^`{|}\\ \t\r\n\0\x7f', 'æ', '😀', '\ud800', '%', '%2', '%g0', '%2g', '%%41', '%u0041', 'a#b', '#'])(
    'that holds %j is refused, not mended',
    (odd) => {
      for (const path of [odd, `a${odd}`, `a${odd}x`, `?a=${odd}x`])
        expect(at(path)).toMatchObject([{ code: 'http.url' }])
    },
  )

  it('that holds what RFC 3986 has goes out as it came', () => {
    const path = "AZaz09-._~:/'//[]@!$&()*+,;=%2F%2f%C3%A6%00%25?a='/../.'%27"
    for (const given of [`${root}/1/${path}`, 'https://api.example.test/', "https://api.example.test/?'"])
      expect(portal[name](given).request.url).toBe(given)
  })

  it.each([
    ['HTTPS://API.Example.TEST/api/A', 'https://api.example.test/api/A'],
    ['https://api.example.test:443/a', 'https://api.example.test/a'],
    ['https://api.example.test:/a', 'https://api.example.test/a'],
    ['https://api.example.test', 'https://api.example.test/'],
    ['https://api.example.test:443?a', 'https://api.example.test/?a'],
  ])('%s is the same as %s', (given, sent) => {
    expect(portal[name](given).request.url).toBe(sent)
  })

  it.each([
    ...['/a/../b', '/a/./b', '/a/..', '/.', '/%2e/b', '/a/%2E%2e/b', '/a/.%2e/b', '/a/%2e.'],
    ...[':0443/a', ':00/a', ':8443:/a', '%2E/a', '#', '@/a', ':@/a'],
  ])('https://api.example.test%s is refused, since the URL parser would change it', (rest) => {
    expect(thrown(() => portal[name](`https://api.example.test${rest}`))).toMatchObject([{ code: 'http.url' }])
  })

  it.each([
    ...['https:///api.example.test/a', 'https:////api.example.test/a', 'https:/api.example.test/a'],
    ...['https://api.ex%61mple.test/a', 'https://api%2Eexample.test/a', 'https://api.example.test%3A443/a'],
  ])('%s is refused, since the URL parser would find another host', (given) => {
    expect(thrown(() => portal[name](given))).toMatchObject([{ code: 'http.url' }])
  })

  it.each(['127.1', '0x7f.1', '2130706433', '127.0.0.01', '0177.0.0.1', '127.0.0.1.', '127.0.0.%31', '127.0.0.1:080'])(
    'http://%s is no other way to write the host',
    (host) => {
      const own = portalOperations({ root: 'http://127.0.0.1/api', organizationNumber })
      expect(thrown(() => own[name](`http://${host}/a`))).toMatchObject([{ code: 'http.url' }])
      expect(codesOf(() => portalOperations({ root: `http://${host}/api`, organizationNumber }))).toEqual(['http.root'])
      expect(own[name]('http://127.0.0.1:80/a').request.url).toBe('http://127.0.0.1/a')
    },
  )

  it('costs time that grows with its length', () => {
    for (const long of ["'".repeat(1_000_000), 'a'.repeat(1_000_000) + '"', `/?${"'".repeat(1_000_000)}`])
      expect(thrown(() => portal[name](`https://evil.example${long}`))).toHaveLength(1)
  })

  it('names a host of IPv6 in one way', () => {
    const own = portalOperations({ root: 'http://[::1]:8080/api', organizationNumber })
    expect(own[name]('http://[::1]:8080/a').request.url).toBe('http://[::1]:8080/a')
    for (const host of ['[0:0:0:0:0:0:0:1]', '[::0001]', '[::0.0.0.1]'])
      expect(thrown(() => own[name](`http://${host}:8080/a`))).toMatchObject([{ code: 'http.url' }])
  })
})

describe('odd values', () => {
  const good = {
    options: { root, organizationNumber, userAgent: 'a', maximumResponseBytes: 1 },
    create: { request: { reference: '1' }, bundle: new Uint8Array(1) },
    nextStatusChange: { pollingQueue: 'a', now },
  }
  const own = new Error('of the caller')
  const functions: [string, (value: never) => unknown, unknown][] = [
    ['portalOperations', portalOperations, good.options],
    ['create', portal.create, good.create],
    ['nextStatusChange', portal.nextStatusChange, good.nextStatusChange],
    ['downloadArchivedPades', portal.downloadArchivedPades, '1'],
    ...followers.map((name): [string, (value: never) => unknown, unknown] => [name, portal[name], address]),
  ]

  it('are for every operation that takes a value', () => {
    expect(functions.map(([name]) => name).sort()).toEqual(
      ['portalOperations', ...operationNames.filter((name) => portal[name].length > 0)].sort(),
    )
  })

  it.each(functions)('%s answers them with a PortalError, or takes them', async (_, make, value) => {
    for (const { name, value: odd } of [...oddValues(), ...withOddValues(value)])
      expect(await whatItThrows(() => make(odd as never)), name).toBeUndefined()
  })

  it.each(functions.slice(0, 3))('%s reads each property once, and lets its getter throw', (_, make, value) => {
    // What stands within the request is the codec's.
    const outer = Object.fromEntries(
      Object.entries(value as object).map(([key, inner]) => [key, key === 'request' ? {} : inner]),
    )
    const { value: counted, reads } = countingReads(outer)
    make(counted as never)
    expect(Object.fromEntries(reads)).toEqual(Object.fromEntries(Object.keys(outer).map((key) => [key, 1])))
    for (const { value: throwing } of withThrowingGetters(outer, own))
      expect(() => make(throwing as never)).toThrow(own)
  })
})

test.each([
  ['docs/http.md', '## The operations'],
  ['docs/http.md', '## What may be repeated'],
  ['docs/contract.md', '## In TypeScript: an adapter'],
])('%s, %s, has a row for every operation', (path, heading) => {
  const [, table = ''] =
    new RegExp(`${heading}\n[^|]*((?:\\|.*\n)+)`).exec(readFileSync(repositoryFile(path), 'utf8')) ?? []
  const rows = table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)[(`]/g)].map(([, name]) => name))
  expect(rows.sort(), `Tell of each operation in the table of ${path}, ${heading}.`).toEqual(Object.keys(portal).sort())
})

test('docs/simulator.md names every operation', () => {
  const page = readFileSync(repositoryFile('docs/simulator.md'), 'utf8')
  const unnamed = operationNames.filter((name) => !page.includes(`\`${name}\``))
  expect(unnamed, 'Name them below the control interface in docs/simulator.md.').toEqual([])
})

test('testing/http/operations.ts has a sample of every operation', () => {
  expect([...operationNames].sort(), 'Add it there: that list drives tests, vectors and fuzzing.').toEqual(
    Object.keys(portal).sort(),
  )
})

describe('an address from a response', () => {
  it.each(followers)('is followed by %s on the configured origin only', (name) => {
    for (const refused of [
      'http://api.example.test/api/1',
      'https://api.example.test:8443/api/1',
      'https://api.example.test.evil.example/api/1',
      'https://evil.example/api/1',
      'https://sub.api.example.test/api/1',
    ])
      expect(codesOf(() => portal[name](refused))).toEqual(['http.url-origin'])
    for (const refused of [
      'https://user@api.example.test/api/1',
      'https://user:password@api.example.test/api/1',
      'https://@api.example.test/api/1',
      'https://api.example.test@evil.example/api/1',
      'https://api.example.test/api/1#part',
      'https://api.example.test/api/1\r\nx: y',
      'https://api.example.test\\@evil.example/api/1',
      'https:evil.example',
      '//api.example.test/api/1',
      '/api/1',
      'file:///etc/passwd',
      '',
      undefined as unknown as string,
    ])
      expect(codesOf(() => portal[name](refused))).toEqual(['http.url'])
    expect(portal[name]('https://api.example.test:443/api/1').request.url).toBe('https://api.example.test/api/1')
  })

  it('leads to the configured origin or nowhere, whatever it is', () => {
    const address = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: 'binary' }),
      fc.string().map((rest) => `https://api.example.test${rest}`),
      fc.string({ unit: 'binary' }).map((rest) => `https://api.example.test/${rest}`),
      fc
        .array(fc.constantFrom('/', '.', '..', '%2e', '?', "'", '%27', ':', '443', '0', '@', '#', 'a', '%61', '//'))
        .map((rest) => `https://api.example.test${rest.join('')}`),
    )
    fc.assert(
      fc.property(address, fc.constantFrom(...followers), (url, name) => {
        let request
        try {
          request = portal[name](url).request
        } catch (error) {
          expect(error).toBeInstanceOf(PortalError)
          return
        }
        expect(request.url).toMatch(/^https:\/\/api\.example\.test\/[!-~]*$/)
        expect(new URL(request.url).origin).toBe('https://api.example.test')
        // What comes after the host is what was given.
        const [, given = ''] = /^[^/]+\/\/[^/?]*(.*)$/.exec(url) ?? []
        expect(request.url).toBe(`https://api.example.test${given.startsWith('/') ? '' : '/'}${given}`)
        expect(new URL(request.url).href.replaceAll("'", '%27')).toBe(request.url.replaceAll("'", '%27'))
      }),
      { numRuns: runs(500) },
    )
  })
})

describe('nothing that the caller gives can change the request', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('\r', '\n', '/', '?', '#', '&', '=', '%', '..', '1', 'æ', '\ud800', '😀', ' ', '+'), {
        maxLength: 12,
      })
      .map((p) => p.join('')),
  )

  it('a polling queue arrives as it was given, as the only parameter', () => {
    fc.assert(
      fc.property(anything, (pollingQueue) => {
        const refused = pollingQueue === '' || !pollingQueue.isWellFormed()
        expect(codesOf(() => portal.nextStatusChange({ pollingQueue, now }))).toEqual(
          refused ? ['http.polling-queue'] : [],
        )
        if (refused) return
        const { url } = portal.nextStatusChange({ pollingQueue, now }).request
        expect(url).toMatch(
          /^https:\/\/api\.example\.test\/api\/123456789\/portal\/signature-jobs\?polling_queue=([\w.~-]|%[0-9A-F]{2})+$/,
        )
        expect([...new URL(url).searchParams]).toEqual([['polling_queue', pollingQueue]])
        expect(new URL(url).href).toBe(url)
      }),
      { numRuns: runs(500) },
    )
  })

  it('the id of an archived document is one segment of the path, as it was given', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.constantFrom('.', '..', '...', '%2e', '%2E%2e')), (documentId) => {
        const refused = ['', '.', '..'].includes(documentId) || !documentId.isWellFormed()
        expect(codesOf(() => portal.downloadArchivedPades(documentId))).toEqual(refused ? ['http.document-id'] : [])
        if (refused) return
        const { url } = portal.downloadArchivedPades(documentId).request
        const [, segment = ''] =
          /^https:\/\/api\.example\.test\/api\/123456789\/archive\/documents\/([^/?#]+)\/pades$/.exec(url) ?? []
        expect(decodeURIComponent(segment)).toBe(documentId)
        expect(new URL(url).href).toBe(url)
      }),
      { numRuns: runs(500) },
    )
  })

  it.each([null, 5, {}, ['a']])('%j is no id of an archived document', (documentId) => {
    expect(codesOf(() => portal.downloadArchivedPades(documentId as never))).toEqual(['http.document-id'])
  })

  it.each([null, 5, {}, ['a']])('%j is no name of a queue', (pollingQueue) => {
    const options = { pollingQueue, now } as never
    expect(codesOf(() => portal.nextStatusChange(options))).toEqual(['http.polling-queue'])
  })
})
