/**
 * A program that asks every server it is told of as we do, and once as Node.js does by itself; for what is set before a process begins.
 *
 * @module
 */
import { once } from 'node:events'
import { get } from 'node:https'
import { json } from 'node:stream/consumers'
import { tlsOptions, type TlsOptions } from 'signering-portal/tls'
import { ways } from './ways.js'

/** A server, and what it is asked with. */
export interface ToAsk {
  readonly origin: string
  readonly tls: TlsOptions
}

/** What became of our requests to a server, and whether Node.js trusts it. */
export interface AskedThere {
  readonly ours: readonly unknown[]
  readonly isTrustedByNode: boolean
}

async function isTrustedByNode(origin: string): Promise<boolean> {
  const asked = get(`${origin}/loose`, { agent: false, checkServerIdentity: () => undefined })
  return once(asked, 'response').then(
    () => true,
    () => false,
  )
}

const all: AskedThere[] = []
for (const { origin, tls } of (await json(process.stdin)) as readonly ToAsk[]) {
  const ours: unknown[] = []
  for (const way of ways)
    if (way.looser === undefined) ours.push(...(await way.ask({ origin, tls: tlsOptions(tls), theirs: [] })).ours)
  all.push({ ours, isTrustedByNode: await isTrustedByNode(origin) })
}
console.log(JSON.stringify(all))
process.exit(0)
