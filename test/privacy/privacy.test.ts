/** That nothing of what is marked comes out, whatever is wrong. */
import { expect, it, test, vi } from 'vitest'
import { issueCodes } from 'signering-portal/codec'
import { tellOfCommands } from '../../testing/privacy/commands.js'
import { tellOfExchanges } from '../../testing/privacy/exchanges.js'
import { makeListener } from '../../testing/privacy/listener.js'
import { tellOfJobs, tellOfMessages } from '../../testing/privacy/messages.js'
import { tellOfKeys, tellOfPackages } from '../../testing/privacy/packages.js'
import { tellOfPortal } from '../../testing/privacy/portal.js'

const listener = makeListener()

/** The codes that no data provokes here, and why. */
const unprovoked: Readonly<Record<string, string>> = {
  'tls.client-refused': 'an alert of TLS, which Node.js does not send; the issue has none of its words, only ours',
}

it.each([
  ['messages', tellOfMessages],
  ['jobs', tellOfJobs],
  ['packages', tellOfPackages],
  ['keys', tellOfKeys],
  ['exchanges', tellOfExchanges],
  ['the portal and the contract suite', tellOfPortal],
  ['commands', tellOfCommands],
])('of what is marked in %s nothing is told', async (_, tell) => {
  const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
  const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name))
  const before = listener.leaks.length
  await tell(listener)
  for (const [text] of [...written, ...consoles].flatMap(({ mock }) => mock.calls as readonly (readonly unknown[])[]))
    listener.hearText('written by itself', String(text))
  vi.restoreAllMocks()
  expect(listener.leaks.slice(before)).toEqual([])
})

test('all of it was run, and searched', () => {
  expect(listener.counts.runs).toBeGreaterThan(50_000)
  expect(listener.counts.texts).toBeGreaterThan(20_000)
})

test('every code was provoked, or there is a reason why not', () => {
  const missing = Object.keys(issueCodes).filter((code) => !listener.codes.has(code))
  expect(missing.sort()).toEqual(Object.keys(unprovoked).sort())
})
