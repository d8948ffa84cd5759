import { expect, test } from 'vitest'
import { madeUpAccounts } from 'signering-portal/simulator'
import { UsageError } from '../../src/cli/command.js'
import { accountsFrom } from '../../src/cli/serve-accounts.js'

const [first, second, broker] = ['310000001', '310000002', '310000003'] as const
const senders = [
  { organizationNumber: first, sector: 'PUBLIC' },
  { organizationNumber: second, sector: 'PRIVATE' },
]
const organization = [`${first}:PUBLIC`, `${second}:PRIVATE`]

test.each([
  ['nothing: the usual ones', {}, madeUpAccounts],
  ['organizations: these alone', { organization }, { senders, brokers: [] }],
  [
    'a broker for one of them',
    { organization, broker: [`${broker}:${second}`] },
    { senders, brokers: [{ organizationNumber: broker, senders: [second] }] },
  ],
  [
    'a broker for all',
    { organization, broker: [broker] },
    { senders, brokers: [{ organizationNumber: broker, senders: [first, second] }] },
  ],
  [
    'a broker for one after the other, and another broker',
    { organization, broker: [`${broker}:${second}`, `${broker}:${first}`, `${broker}:${first}`, `${first}:${second}`] },
    {
      senders,
      brokers: [
        { organizationNumber: broker, senders: [second, first] },
        { organizationNumber: first, senders: [second] },
      ],
    },
  ],
  [
    'a broker for the usual ones',
    { broker: [broker] },
    { ...madeUpAccounts, brokers: [{ organizationNumber: broker, senders: ['123456785', '987654325'] }] },
  ],
])('options that name %s', (_, options, accounts) => {
  expect(accountsFrom(options, madeUpAccounts)).toEqual(accounts)
})

const organizationForm =
  '--organization is NUMBER:SECTOR, with a number of nine digits and the sector PUBLIC or PRIVATE.'
const brokerForm = '--broker is NUMBER or NUMBER:SENDER, with numbers of nine digits.'

test.each([
  [{ organization: [first] }, organizationForm],
  [{ organization: [`${first}:`] }, organizationForm],
  [{ organization: [`${first}:public`] }, organizationForm],
  [{ organization: ['12345678:PUBLIC'] }, organizationForm],
  [{ organization: [`${first}:PUBLIC:PRIVATE`] }, organizationForm],
  [{ organization: [...organization, `${first}:PRIVATE`] }, '--organization names an organization twice.'],
  [{ broker: ['12345678'] }, brokerForm],
  [{ broker: [`${broker}:123456785:987654325`] }, brokerForm],
  [{ broker: [`${broker}:${first}`] }, '--broker names a sender that the portal does not know.'],
  [{ broker: [`${broker}:`] }, brokerForm],
  [{ organization: ['1', '2'], broker: ['3', `${broker}:${second}`] }, `${organizationForm}\n${brokerForm}`],
  [
    { organization: [...organization, ...organization], broker: ['3'] },
    `--organization names an organization twice.\n${brokerForm}`,
  ],
])('%j are refused', (options, message) => {
  expect(() => accountsFrom(options, madeUpAccounts)).toThrow(new UsageError(message.split('\n')))
})
