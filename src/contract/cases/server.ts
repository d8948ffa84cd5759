/**
 * Who the server is: two-way TLS in which the client must look at the certificate itself, since that names no host.
 *
 * @module
 */
import type { Impostor } from '../../simulator/impostor.js'
import { requireFailure, requireThat } from './assert.js'
import { assumed, casesOf, documented, type ContractCase } from './case.js'
import { create, pollLater, requireNoChange } from './support.js'

const security = documented('security page', { needsTls: true })
const path = assumed('RFC 5280, 6.1.3 (basic certificate processing)', { needsTls: true })

const impostors: Readonly<Record<string, readonly [what: string, as: Impostor]>> = {
  'server-other-organization': ['of another organization', 'otherOrganization'],
  'server-unknown-root': ['whose certificate leads to an unknown root', 'unknownRoot'],
  'server-expired': ['whose certificate has expired', 'expired'],
  'server-self-signed': ['whose certificate is signed by its own key', 'selfSigned'],
}

/** Cases of servers that have the address of the service, and are not it. */
export const serverCases: readonly ContractCase[] = Object.freeze(
  casesOf(impostors, (id, [what, as]) => {
    const title = `sends no request to a server ${what}, at the address of the service`
    return (as === 'expired' ? path : security)(id, title, async (context) => {
      // Who takes no server for the service has told none from it.
      await requireNoChange(context)
      await context.impersonate(as)
      const before = context.simulator.exchanges().length
      // More than one: the first may fail for a connection of before that is no more.
      for (const request of [pollLater, create, pollLater])
        await requireFailure(request(context), `a request to a server ${what}`)
      const arrived = context.simulator.exchanges().length - before
      requireThat(arrived === 0, `no request may go to a server ${what}, but ${arrived} did`)
    })
  }),
)
