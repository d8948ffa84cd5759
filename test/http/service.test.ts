import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { environments, portalOperations } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { organizationNumber, root } from '../../testing/http/responses.js'
import { repositoryFile } from '../../testing/requirements.js'
import { codesOf } from '../../testing/issues.js'

const { version } = JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as { version: string }

describe('the service', () => {
  it.each(Object.entries(environments))('has the environment %s', (_, environment) => {
    const { request } = portalOperations({ root: environment, organizationNumber }).organization()
    expect(request.url).toBe(`${environment}/${organizationNumber}`)
  })

  it.each(['https://proxy.example:8443/a/b/', 'http://localhost:8080', 'http://127.0.0.1:1/api', 'http://[::1]:1/api'])(
    'may be at %s',
    (custom) => {
      const { request } = portalOperations({ root: custom, organizationNumber }).organization()
      expect(request.url).toBe(`${custom.replace(/\/$/, '')}/123456789`)
    },
  )

  it.each([
    'http://api.signering.posten.no/api',
    'http://127.0.0.1.example/api',
    'http://localhost.example/api',
    'ftp://api.example/api',
    'api.example/api',
    'https:/api.example/api',
    'https://user@api.example/api',
    'https://user:password@api.example/api',
    'https://@api.example/api',
    'https://api.example/api?a',
    'https://api.example/api#a',
    'https://api.example/api\r\n',
    ' https://api.example/api',
    'https://api.example\\api',
    'https://bücher.example/api',
    'https://api.example/{api}',
    'https://api.example/a|b',
    'https://api.example/50%',
    'https://api.example/%2x',
    'https:///api.example/api',
    'https://api.example/a/../api',
    'https://api.example/%2e/api',
    'https://api.ex%61mple/api',
    'https://api.example:0443/api',
    'https://',
    '',
    undefined as unknown as string,
  ])('cannot be at %s', (custom) => {
    expect(codesOf(() => portalOperations({ root: custom, organizationNumber }))).toEqual(['http.root'])
  })

  it('reports all that is wrong with a configuration, and repeats none of it', () => {
    const configuration = { root: 'secret-root', organizationNumber: '01010112345', userAgent: 'agent\r\nx: y' }
    expect(codesOf(() => portalOperations(configuration))).toEqual([
      'http.root',
      'http.organization-number',
      'http.user-agent',
    ])
    expect(() => portalOperations(configuration)).not.toThrow(/secret-root|01010112345|x: y/)
  })

  it('is called with the products of the caller before this package', () => {
    const { request } = portalOperations({
      root,
      organizationNumber,
      userAgent: 'archive/2.1 (nightly)',
    }).organization()
    expect(request.headers['User-Agent']).toBe(`archive/2.1 (nightly) signering-portal/${version}`)
  })
})

describe('nothing that the caller configures can change the request', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('\r', '\n', '/', '?', '#', '&', '=', '%', '..', '1', 'æ', '\ud800', '😀', ' ', '+'), {
        maxLength: 12,
      })
      .map((p) => p.join('')),
  )

  it('an organization number is nine digits or refused', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.stringMatching(/^[0-9]{8,10}\s?$/)), (text) => {
        const plain = /^[0-9]{9}(?![^])/.test(text)
        expect(codesOf(() => portalOperations({ root, organizationNumber: text }))).toEqual(
          plain ? [] : ['http.organization-number'],
        )
      }),
    )
  })

  it.each([undefined, null, {}])('%j is no configuration', (nothing) => {
    expect(codesOf(() => portalOperations(nothing as never))).toEqual(['http.root', 'http.organization-number'])
  })

  it.each([123456789, null, ['123456789']])('%j is no organization number', (number) => {
    expect(codesOf(() => portalOperations({ root, organizationNumber: number as never }))).toEqual([
      'http.organization-number',
    ])
  })

  it('a User-Agent is one line of printable ASCII or refused', () => {
    fc.assert(
      fc.property(anything, (userAgent) => {
        const thrown = codesOf(() => portalOperations({ root, organizationNumber, userAgent }))
        if (thrown.length > 0) {
          expect(thrown).toEqual(['http.user-agent'])
          return
        }
        const { headers } = portalOperations({ root, organizationNumber, userAgent }).organization().request
        expect(new Headers(headers).get('User-Agent')).toBe(`${userAgent} signering-portal/${version}`)
        expect(headers['User-Agent']).toMatch(/^[ -~]+$/)
      }),
    )
  })
})
