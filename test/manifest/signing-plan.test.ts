import * as fc from 'fast-check'
import { anyManifest as manifests } from 'signering-portal/arbitraries'
import { portalSignatureJobManifest, type Availability, type PortalSigner } from 'signering-portal/codec'
import { defaultAvailableSeconds, safeSigningPlan, signingPlan } from 'signering-portal/manifest'
import { describe, expect, test } from 'vitest'
import { namespace } from '../../src/codec/spec.js'

const created = new Date('2030-01-01T00:00:00Z')
const day = 24 * 60 * 60 * 1000
const dayOf = (date: Date): number => (date.getTime() - created.getTime()) / day
const afterDays = (days: number): Date => new Date(created.getTime() + days * day)

/** A signer for each order; undefined for a signer without. */
const inOrder = (...orders: readonly (number | undefined)[]): readonly PortalSigner[] =>
  orders.map((order, index) => ({
    personalIdentificationNumber: String(index).padStart(11, '0'),
    notifications: { sms: { number: '00000000' } },
    ...(order === undefined ? {} : { order }),
  }))

/** The plan in numbers: order, number of signers, day of opening, day of the deadline. */
function plan(
  signers: readonly PortalSigner[],
  availability?: Availability,
  completions: readonly Date[] = [],
): unknown {
  const manifest = { signers, ...(availability === undefined ? {} : { availability }) }
  return signingPlan(manifest, created, completions).map(({ order, signers: group, opens, deadline }) => [
    order,
    group.length,
    dayOf(opens),
    dayOf(deadline),
  ])
}

test('the example of the documentation: four days for each of the groups 1, 2 and 3, the second of two signers', () => {
  const { signers } = portalSignatureJobManifest.decode(`
    <portal-signature-job-manifest xmlns="${namespace}">
      <signers>${[1, 2, 2, 3]
        .map(
          (order) => `<signer order="${order}">
            <personal-identification-number>12345678910</personal-identification-number>
            <notifications><sms number="00000000"/></notifications>
          </signer>`,
        )
        .join('')}</signers>
      <sender><organization-number>123456789</organization-number></sender>
      <title>Title</title>
      <documents><document href="document.pdf" mime="application/pdf"><title>Document</title></document></documents>
    </portal-signature-job-manifest>`)
  const availability = { activationTime: '2030-01-11T00:00:00Z', availableSeconds: 345_600 }
  expect(plan(signers, availability)).toEqual([
    [1, 1, 10, 14],
    [2, 2, 14, 18],
    [3, 1, 18, 22],
  ])
  // The second group begins as soon as the first has signed, and has four days from then.
  expect(plan(signers, availability, [afterDays(11)])).toEqual([
    [1, 1, 10, 14],
    [2, 2, 11, 15],
    [3, 1, 15, 19],
  ])
})

test('30 days where nothing is said', () => {
  expect(defaultAvailableSeconds).toBe((30 * day) / 1000)
  expect(plan(inOrder(1, 2))).toEqual([
    [1, 1, 0, 30],
    [2, 1, 30, 60],
  ])
  expect(plan(inOrder(1), { activationTime: '2030-01-02T00:00:00Z' })).toEqual([[1, 1, 1, 31]])
})

test.each([
  ['absent', {}, 0],
  ['past', { activationTime: '2020-01-01T00:00:00Z' }, 0],
  ['now', { activationTime: '2030-01-01T00:00:00Z' }, 0],
  ['future', { activationTime: '2030-01-03T00:00:00Z' }, 2],
  ['future in another offset', { activationTime: '2030-01-03T02:00:00+02:00' }, 2],
])('an activation time that is %s', (_, availability, opens) => {
  expect(plan(inOrder(undefined), { ...availability, availableSeconds: 86_400 })).toEqual([[0, 1, opens, opens + 1]])
})

test('no time at all', () => {
  expect(plan(inOrder(1, 2), { availableSeconds: 0 })).toEqual([
    [1, 1, 0, 0],
    [2, 1, 0, 0],
  ])
})

test('orders with gaps, out of order, and none, which is 0', () => {
  expect(plan(inOrder(9, undefined, 3, 0, 9), { availableSeconds: 86_400 })).toEqual([
    [0, 2, 0, 1],
    [3, 1, 1, 2],
    [9, 2, 2, 3],
  ])
  const signers = inOrder(5, 1, 5)
  expect(signingPlan({ signers }, created).map((group) => group.signers)).toEqual([
    [signers[1]],
    [signers[0], signers[2]],
  ])
})

test('completions on the edges of a group', () => {
  const availability = { availableSeconds: 86_400 }
  expect(plan(inOrder(1, 2), availability, [created])).toEqual([
    [1, 1, 0, 1],
    [2, 1, 0, 1],
  ])
  expect(plan(inOrder(1, 2), availability, [afterDays(1), afterDays(2)])).toEqual([
    [1, 1, 0, 1],
    [2, 1, 1, 2],
  ])
})

const invalid = new Date(Number.NaN)
test.each<readonly [string, string, () => unknown]>([
  [
    'an activation time without offset',
    'schema.date-time',
    () => plan(inOrder(1), { activationTime: '2030-01-01T00:00:00' }),
  ],
  ['an invalid date of creation', 'job.instant', () => signingPlan({ signers: inOrder(1) }, invalid)],
  ['an invalid completion', 'job.instant', () => plan(inOrder(1, 2), {}, [invalid])],
  ['a completion before the opening', 'job.instant', () => plan(inOrder(1, 2), {}, [afterDays(-1)])],
  ['a second completion before the first', 'job.instant', () => plan(inOrder(1, 2), {}, [afterDays(2), afterDays(1)])],
  ['more completions than groups', 'job.instant', () => plan(inOrder(1, 1), {}, [created, created])],
  [
    'more time than a Date can hold',
    'job.instant',
    () => plan(inOrder(1), { availableSeconds: Number.MAX_SAFE_INTEGER }),
  ],
])('%s is refused', (_, code, attempt) => {
  expect(attempt).toThrow(code)
})

test('a group may be done after its deadline, which the sender can postpone', () => {
  expect(plan(inOrder(1, 2), {}, [afterDays(31)])).toEqual([
    [1, 1, 0, 30],
    [2, 1, 31, 61],
  ])
})

describe('all that is wrong is told at once, each in its place', () => {
  const placesIn = (...given: readonly unknown[]): readonly string[] => {
    const result = safeSigningPlan(...(given as Parameters<typeof safeSigningPlan>))
    return result.ok ? [] : result.issues.map(({ code, property }) => `${code} ${property?.join('.')}`)
  }
  const signers = inOrder(1, 2, 3)

  test.each<readonly [string, readonly unknown[], readonly string[]]>([
    [
      'the activation time, the date of creation and a completion',
      [{ signers, availability: { activationTime: '2030-01-01T00:00:00' } }, invalid, [created, invalid]],
      ['schema.date-time availability.activationTime', 'job.instant created', 'job.instant completions.1'],
    ],
    [
      'an activation time that is none, once',
      [{ signers, availability: { activationTime: 'soon' } }, created],
      ['schema.date-time availability.activationTime'],
    ],
    ['no list', [{ signers }, invalid, null], ['job.instant created', 'job.instant completions']],
    [
      'completions before their groups open',
      [{ signers }, created, [afterDays(-1), afterDays(-2), afterDays(70)]],
      ['job.instant completions.0', 'job.instant completions.1'],
    ],
    [
      'what can be told beside a date that is none',
      [{ signers }, created, [afterDays(-1), invalid, created, created]],
      ['job.instant completions.0', 'job.instant completions.1', 'job.instant completions.3'],
    ],
    [
      'and nothing that only follows from what is told',
      [{ signers: [{ ...signers[0], order: '1' }, ...inOrder(0)] }, created, [afterDays(1), afterDays(2)]],
      ['value.type signers.0.order'],
    ],
    [
      'nor from a time that is not known',
      [{ signers, availability: { availableSeconds: -1 } }, created, [afterDays(40), afterDays(41)]],
      ['schema.min-inclusive availability.availableSeconds'],
    ],
    [
      'more time than a Date can hold, once',
      [{ signers, availability: { availableSeconds: 2 ** 53 - 1 } }, created, [created]],
      ['job.instant availability'],
    ],
  ])('%s', (_, given, places) => {
    expect(placesIn(...given)).toEqual(places)
  })
})

test('groups part the signers and keep their order; times only go forward', () => {
  const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 })
  fc.assert(
    fc.property(manifests, fc.boolean(), fractions, ({ signers, availability }, timely, done) => {
      // An activation time without offset names no instant.
      const { activationTime, ...times } = availability ?? {}
      const start = timely ? { activationTime: '2030-02-01T00:00:00Z' } : {}
      const manifest = { signers, availability: { ...times, ...start } }

      const completions: Date[] = []
      for (const fraction of done) {
        const group = signingPlan(manifest, created, completions)[completions.length]
        if (group === undefined) break
        const open = group.deadline.getTime() - group.opens.getTime()
        completions.push(new Date(Math.floor(group.opens.getTime() + fraction * open)))
      }

      const groups = signingPlan(manifest, created, completions)
      const stable = signers.toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0))
      expect(groups.flatMap((group) => group.signers)).toEqual(stable)
      const seconds = availability?.availableSeconds ?? defaultAvailableSeconds
      for (const [index, { order, signers: members, opens, deadline }] of groups.entries()) {
        expect(members.every((signer) => (signer.order ?? 0) === order)).toBe(true)
        expect(deadline.getTime() - opens.getTime()).toBe(seconds * 1000)
        const before = groups[index - 1]
        if (before === undefined) continue
        expect(order).toBeGreaterThan(before.order)
        expect(deadline >= before.deadline).toBe(true)
        expect(opens).toEqual(completions[index - 1] ?? before.deadline)
      }
    }),
  )
})
