/** Our own verdict, which stands beside those of others. */
import { safeVerifyBundle, type Bundle } from 'signering-portal/bundle'
import type { Result } from 'signering-portal/codec'
import type { Panel, Verdict } from './judge.js'
import { matters, type JudgedPackage } from './package.js'

/** Reads and verifies a package as the one who received it would. */
export function verify({ bytes, trust, receivedAt }: JudgedPackage): Result<Bundle> {
  return safeVerifyBundle(bytes, { trust: trust.map(({ certificateDer }) => certificateDer), receivedAt })
}

/** This package. */
export const own: Panel = {
  judges: [{ name: 'signering-portal', judges: matters, blind: '' }],
  needs: [],
  ask: (packages) => Promise.resolve(packages.map(({ judged }) => [verdictOf(verify(judged))])),
}

const verdictOf = (result: Result<Bundle>): Verdict =>
  result.ok
    ? { accepted: true, reason: '' }
    : { accepted: false, reason: result.issues.map(({ code }) => code).join(' ') }
