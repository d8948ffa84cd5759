/**
 * What the compiler says of usual mistakes, and that what users do with the types of a job compiles.
 */
import { expect, test } from 'vitest'
import { errorsOf } from '../../testing/compile.js'

const prelude = `import { prepareJob, type Job, type PrivateManifest, type PublicManifest } from 'signering-portal/manifest'
export type Used = [Job<'PUBLIC'>, PrivateManifest, PublicManifest, typeof prepareJob, typeof jobFields, typeof manifestFields]
const sender = { organizationNumber: '123456785' }
const bytes = new Uint8Array()
const jobFields = { sender, title: 'T', documents: [{ title: 'D', bytes }] }
const manifestFields = { sender, title: 'T', documents: [{ title: 'D', href: 'a.pdf', mime: 'application/pdf' }] }
`
const number = "personalIdentificationNumber: '12345678910'"
const own = "notifications: { email: { address: 'a@example.com' } }"
const lookup = 'notificationsUsingLookup: { email: true }'

/** The mistake, the sector in which it is one, a signer, more fields, and the property at fault, or each that may be. */
const mistakes: readonly (readonly [string, 'PUBLIC' | 'PRIVATE', string, string, ...string[]])[] = [
  ['lookup for PRIVATE', 'PRIVATE', `${number}, ${lookup}`, '', 'notificationsUsingLookup'],
  ['both kinds of notifications', 'PUBLIC', `${number}, ${own}, ${lookup}`, '', 'notificationsUsingLookup'],
  [
    'a wrong signature type',
    'PRIVATE',
    `${number}, ${own}, signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE'`,
    '',
    'signatureType',
  ],
  ['neither notifications nor lookup', 'PUBLIC', number, '', 'notificationsUsingLookup', 'notifications'],
  ['neither notifications nor lookup for PRIVATE', 'PRIVATE', number, '', 'notifications'],
  ['an extra property', 'PUBLIC', `${number}, ${lookup}`, 'referance: "1",', 'referance'],
  ['an extra property of a signer', 'PUBLIC', `${number}, ${lookup}, ordre: 1`, '', 'ordre'],
]

const manners = {
  'a job': (sector: string, rest: string) =>
    `export const job: Job<'${sector}'> = { sector: '${sector}', ...jobFields, ${rest} }`,
  'a call': (sector: string, rest: string) => `prepareJob({ sector: '${sector}', ...jobFields, ${rest} })`,
  'a manifest': (sector: string, rest: string) =>
    `export const manifest: ${sector === 'PUBLIC' ? 'Public' : 'Private'}Manifest = { ...manifestFields, ${rest} }`,
}

const uses = {
  'an interface that extends a job': `export interface MyJob extends Job<'PUBLIC'> { readonly caseId: string }
export const title = (job: MyJob): string => job.title`,
  'the title of a job of any sector': `export const title = (job: Job<'PUBLIC' | 'PRIVATE'>): string => job.title`,
  'undefined for what may be left out': `export const job: Job<'PUBLIC'> = {
  sector: 'PUBLIC', ...jobFields, reference: undefined, pollingQueue: undefined, nonsensitiveTitle: undefined,
  description: undefined, availability: undefined, requiredAuthentication: undefined,
  identifierInSignedDocuments: undefined,
  documents: [{ title: 'D', bytes, href: undefined, mime: undefined }],
  signers: [{ ${number}, ${lookup}, order: undefined, onBehalfOf: undefined, signatureType: undefined,
    notifications: undefined, identifiedByContactInformation: undefined }],
}`,
}

const withPrelude = ([name, code]: readonly [string, string]): readonly [string, string] => [name, prelude + code]

const wrong = Object.entries(manners).flatMap(([manner, write]) =>
  mistakes.map(([mistake, sector, signer, more, ...properties]) => ({
    name: `${mistake}, in ${manner}`,
    properties,
    code: write(sector, `${more} signers: [{ ${signer} }]`),
  })),
)
const errors = errorsOf(
  Object.fromEntries(
    [...wrong.map(({ name, code }) => [name, code] as const), ...Object.entries(uses)].map(withPrelude),
  ),
)

/**
 * Of both kinds of notifications the compiler names the property in a line between: the types of either are those of some
 * signer, so that only the signer as a whole is wrong, and what it says last is that one type is not the other. `never` in
 * the place of `undefined` is told in the same words. A property that other signers do not have at all would be told
 * otherwise, but could then stand beside any, and be read of none.
 *
 * For the same reason a lookup with `OTHER`, or with contact information, is told where it stands, but as `boolean` that is
 * not `true`: the compiler takes the signer for one without lookup, where `true` is as any boolean.
 */
const toldBetween = 'both kinds of notifications'

test.each(wrong)('$name: the compiler names $properties first or last', ({ name, properties }) => {
  const [error = '', ...more] = errors[name] ?? []
  expect(more).toEqual([])
  const lines = error.split('\n')
  const named = name.startsWith(toldBetween) ? lines[1] : `${lines[0]}\n${lines.at(-1)}`
  expect(named).toMatch(new RegExp(`'(?:${properties.join('|')})'`))
  expect(`${lines[0]}\n${lines.at(-1)}`).toMatch(new RegExp(`\\b(?:${properties.join('|')})\\b`))
})

test.each(Object.keys(uses))('%s compiles', (name) => {
  expect(errors[name]).toEqual([])
})
