import { markHandled, pollOnce, portalOperations, type PollingState, type Send } from 'signering-portal/http'
import { describe, expect, it } from 'vitest'
import { organizationNumber, pollTime, response, root, statusChangeXml } from '../../testing/http/responses.js'
import { codes, rejected, thrown } from '../../testing/issues.js'

const start = new Date('2026-11-23T12:00:00Z')
const jobs = `${root}/${organizationNumber}/portal/signature-jobs`
const first = {
  signatureJobId: '1',
  reference: 'r',
  confirmationUrl: `${jobs}/1/complete`,
  handedOutAt: '2026-11-23T12:00:00.000Z',
}
const second = { signatureJobId: '2', confirmationUrl: `${jobs}/2/complete`, handedOutAt: '2026-11-23T12:00:01.000Z' }
const state: PollingState = {
  version: 1,
  at: '2026-11-23T12:10:00.000Z',
  failures: 0,
  unconfirmed: [first, { ...second, confirmation: { at: '2026-11-23T12:00:02.000Z', failures: 3 } }],
}
const portal = portalOperations({ root, organizationNumber })
const nothingSent = () => expect.unreachable()
const poll = (stored: unknown) =>
  pollOnce(nothingSent, { portal, state: stored as PollingState, now: () => start }).then(({ state }) => state)
/** The state as a row gives it back. */
const stored = (changes: object): unknown => JSON.parse(JSON.stringify({ ...state, ...changes }))
const withFirst = (changes: object): unknown => stored({ unconfirmed: [{ ...first, ...changes }] })

describe('a state', () => {
  it('is JSON, and is kept as it is', async () => {
    expect(await poll(stored({}))).toEqual(state)
    expect(await poll(stored({ unknown: 1 }))).toStrictEqual(state)
    expect(await poll(stored({ told: true, margin: 5 }))).toEqual({ ...state, told: true, margin: 5 })
  })

  it.each<readonly [string, unknown, readonly (string | number)[]]>([
    ['null', null, []],
    ['a text', JSON.stringify(state), []],
    ['a list', [state], []],
    ['a later version', stored({ version: 2 }), ['version']],
    ['no version', {}, ['version']],
    ['no time', stored({ at: 'soon' }), ['at']],
    ['a time without an offset', stored({ at: '2026-11-23T12:00:00' }), ['at']],
    ['a time of another form', stored({ at: '2026-11-23T12:00:00Z' }), ['at']],
    ['a number for a time', stored({ at: 5 }), ['at']],
    ['a negative count', stored({ failures: -1 }), ['failures']],
    ['half a failure', stored({ failures: 0.5 }), ['failures']],
    ['a count that JSON has lost', stored({ failures: Infinity }), ['failures']],
    ['a time that was told in another way', stored({ told: 'yes' }), ['told']],
    ['a negative margin', stored({ margin: -1 }), ['margin']],
    ['no list', stored({ unconfirmed: {} }), ['unconfirmed']],
    ['a change that is none', stored({ unconfirmed: [first, null] }), ['unconfirmed', 1, 'signatureJobId']],
    ['an id that is no text', withFirst({ signatureJobId: 1 }), ['unconfirmed', 0, 'signatureJobId']],
    ['a reference that is no text', withFirst({ reference: 1 }), ['unconfirmed', 0, 'reference']],
    ['an address that is no text', withFirst({ confirmationUrl: 1 }), ['unconfirmed', 0, 'confirmationUrl']],
    ['a change without a time', withFirst({ handedOutAt: 1 }), ['unconfirmed', 0, 'handedOutAt']],
    [
      'a confirmation without a time',
      withFirst({ confirmation: { failures: 0 } }),
      ['unconfirmed', 0, 'confirmation', 'at'],
    ],
    [
      'a confirmation without a count',
      withFirst({ confirmation: { at: state.at } }),
      ['unconfirmed', 0, 'confirmation', 'failures'],
    ],
  ])('that is, or has, %s is told: http.polling-state', async (_, odd, place) => {
    const told: unknown = expect.objectContaining({ code: 'http.polling-state', property: ['state', ...place] })
    const issues: unknown = expect.arrayContaining([told])
    await expect(poll(odd)).rejects.toMatchObject({ name: 'PortalError', issues })
    expect(() => markHandled(odd as PollingState, first)).toThrow('http.polling-state')
  })

  it('tells all that is wrong, and no value', async () => {
    const odd = stored({ at: 'secret', failures: 'secret', unconfirmed: [{ ...first, handedOutAt: 'secret' }] })
    const issues = await rejected(() => poll(odd), /secret/)
    expect(issues).toMatchObject(
      [['at'], ['failures'], ['unconfirmed', 0, 'handedOutAt']].map((place) => ({ property: ['state', ...place] })),
    )
    codes(issues)
    for (const one of [null, stored({ version: 2 }), stored({ unconfirmed: 5 }), stored({ told: 1, margin: -1 })]) {
      const [issue] = codes(thrown(() => markHandled(one as PollingState, first)))
      expect(issue).toBe('http.polling-state')
    }
  })

  it.each([
    ['https://evil.example/1/complete', 'http.url-origin'],
    ['/1/complete', 'http.url'],
  ])('whose address is %s is refused before anything is sent: %s', async (confirmationUrl, code) => {
    const property = ['state', 'unconfirmed', 0, 'confirmationUrl']
    await expect(poll(withFirst({ confirmationUrl }))).rejects.toMatchObject({ issues: [{ code, property }] })
  })

  it('loses the changes that are back in their queue, whatever their addresses are', async () => {
    const back = { ...first, confirmationUrl: 'x', handedOutAt: '2026-11-23T11:50:00.000Z' }
    const out = { ...first, handedOutAt: '2026-11-23T11:50:00.001Z' }
    expect(await poll(stored({ unconfirmed: [back, out] }))).toEqual({ ...state, unconfirmed: [out] })
  })
})

describe('a change that is handed out', () => {
  const answer =
    (reference: string): Send =>
    ({ read }) =>
      read(
        response(
          200,
          pollTime(start.toISOString()),
          statusChangeXml('3').replace('<signature-job-id>', `${reference}$&`),
        ),
      )
  const found = { signatureJobId: '3', confirmationUrl: `${jobs}/3/complete`, handedOutAt: start.toISOString() }
  const ask = (reference: string): Promise<unknown> =>
    pollOnce(answer(reference), {
      portal,
      state: { ...state, at: start.toISOString(), unconfirmed: [first] },
      now: () => start,
    }).then((step) => step.state.unconfirmed)

  it('is kept with its reference, if it has one, beside the others', async () => {
    expect(await ask('')).toStrictEqual([first, found])
    expect(await ask('<reference>r3</reference>')).toStrictEqual([first, { ...found, reference: 'r3' }])
  })
})

describe('markHandled', () => {
  it('says which change is to be confirmed, and that at once', () => {
    expect(markHandled(state, first)).toEqual({
      ...state,
      unconfirmed: [{ ...first, confirmation: { at: first.handedOutAt, failures: 0 } }, state.unconfirmed[1]],
    })
  })

  it.each([
    ['that is marked already', second],
    ['that was handed out at another time, by the same address', { ...first, handedOutAt: second.handedOutAt }],
    ['of another address', { ...first, confirmationUrl: `${jobs}/3/complete` }],
    ['that is none', 5 as never],
  ])('changes nothing for a change %s', (_, change) => {
    expect(markHandled(state, change)).toEqual(state)
  })
})
