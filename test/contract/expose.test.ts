import { describe, expect, it } from 'vitest'
import { runCases, selectCases, type AdapterFactory, type ContractCase } from 'signering-portal/contract'
import { exposeOverTls } from '../../src/contract/expose.js'
import { testCertificates } from '../../testing/simulator/certificates.js'
import {
  adapterThatTakes,
  identifiedAdapter,
  identifiedAdapterWith,
  fetchWithIdentity,
} from '../../testing/contract/identified-adapter.js'

const certificates = await testCertificates()

/** A client that goes wherever a message tells it to. */
function following(changes: object): AdapterFactory {
  return async (context) => ({
    ...(await identifiedAdapter(context)),
    cancel: async (url) => {
      const { ok } = await fetchWithIdentity(context, changes)(url, { method: 'POST' })
      return ok ? 'cancelled' : 'alreadyFinished'
    },
  })
}

const broker = selectCases({ cases: ['broker*', 'not-authorized', 'create-once'] })
const foreign = selectCases({ cases: ['foreign-*'] })
const [organization, root, expired, selfSigned] = ['other-organization', 'unknown-root', 'expired', 'self-signed']
const others = ['of-addresses', 'of-archived-pades', 'of-organization']

/** A client that looks at the server before it sends some requests, and takes any server for the others. */
function lookingBefore(isLookedAt: (path: string) => boolean): AdapterFactory {
  return identifiedAdapterWith((context) => {
    const strict = fetchWithIdentity(context)
    const any = fetchWithIdentity(context, { checkServerIdentity: () => undefined, rejectUnauthorized: false })
    return async (url, init) => (isLookedAt(new URL(url).pathname) ? strict : any)(url, init)
  })
}

describe('over two-way TLS', () => {
  it('the portal takes a client for the organization of its certificate', async () => {
    const results = await runCases(identifiedAdapter, {
      cases: broker,
      certificates,
      expose: exposeOverTls(certificates),
    })
    expect(results.map(({ reason }) => reason)).toEqual(broker.map(() => undefined))
  })

  it('the other origin has another organization’s certificate, so that refusing it is enough', async () => {
    const cases = ['foreign-cancellation-url']
    expect(await runCases(following({}), { cases, certificates })).toMatchObject([{ outcome: 'passed' }])
    const anyServer = following({ checkServerIdentity: () => undefined })
    expect(await runCases(anyServer, { cases, certificates })).toMatchObject([{ outcome: 'failed' }])
  })

  it('run the cases that need it, wherever the others run', async () => {
    const roots: string[] = []
    const make: AdapterFactory = (context) => {
      roots.push(context.root)
      return identifiedAdapter(context)
    }
    const cases: readonly ContractCase[] = [...foreign, ...selectCases({ cases: ['create-once'] })]
    expect(foreign.map(({ needsTls }) => needsTls)).toEqual(foreign.map(() => true))
    const results = await runCases(make, { cases, certificates })
    expect(results.map(({ reason }) => reason)).toEqual(cases.map(() => undefined))
    const last = roots.pop()
    expect(roots.filter((root) => !root.startsWith('https://127.0.0.1:'))).toEqual([])
    expect(last).toBe('https://portal.example/api')
  })

  it.each<[string, AdapterFactory, readonly (string | undefined)[]]>([
    ['looks at chain and organization', identifiedAdapter, []],
    [
      'looks at both itself',
      adapterThatTakes(({ problem, subject }) => problem === '' && subject.includes('NTRNO-984661185')),
      [],
    ],
    ['looks at neither', adapterThatTakes(() => true), [organization, root, expired, selfSigned, ...others]],
    ['looks at the chain alone', adapterThatTakes(({ problem }) => problem === ''), [organization, ...others]],
    [
      'looks at the organization alone',
      adapterThatTakes(({ subject }) => subject.includes('NTRNO-984661185')),
      [root, expired, selfSigned, ...others],
    ],
    [
      'takes a certificate that has expired',
      adapterThatTakes(({ problem, subject }) => /^$|EXPIRED/.test(problem) && subject.includes('984661185')),
      [expired],
    ],
    [
      'takes a certificate that is its own root',
      adapterThatTakes(({ problem, subject }) => /^$|^DEPTH_ZERO_SELF/.test(problem) && subject.includes('984661185')),
      [selfSigned],
    ],
    ['looks when it creates and polls', lookingBefore((path) => path.endsWith('/signature-jobs')), others],
    ['does not look when it confirms', lookingBefore((path) => !path.endsWith('/complete')), others.slice(0, 1)],
    ['does not look when it cancels', lookingBefore((path) => !path.endsWith('/cancel')), others.slice(0, 1)],
    ['does not look when it downloads', lookingBefore((path) => !path.includes('ades')), others.slice(0, 2)],
    [
      'does not look when it downloads a signature',
      lookingBefore((path) => !path.includes('xades')),
      others.slice(0, 1),
    ],
    ['does not look when it deletes', lookingBefore((path) => !path.endsWith('/documents')), others.slice(0, 1)],
    [
      'does not look when it asks who is calling',
      lookingBefore((path) => path.split('/').length !== 3),
      others.slice(2),
    ],
  ])('a client that %s is found out', async (_, make, failing) => {
    const results = await runCases(make, { cases: ['server-*'], certificates })
    expect(results).toHaveLength(7)
    const failed = results.filter(({ outcome }) => outcome !== 'passed')
    expect(failed.map(({ id }) => id)).toEqual(failing.map((one) => `server-${one ?? ''}`))
    for (const { reason } of failed) expect(reason).toMatch(/^a request to a server .* must fail, but gave/)
  })

  it('what has no certificate cannot be sent', async () => {
    const make: AdapterFactory = ({ fetch, root }) => ({ organization: () => fetch(root) }) as never
    const options = { cases: ['organization'], expose: exposeOverTls(certificates) }
    expect(await runCases(make, options)).toMatchObject([{ reason: expect.stringContaining('identity') as string }])
  })
})
