/**
 * Chains of certificates: what a signer sends along.
 *
 * @module
 */
import type { Issue } from '../issue.js'
import { issueIf } from '../outcome.js'
import type { Certificate } from './certificate.js'
import { isIssuedBy, isSoundAt, latestFirst, PathSearch, type Path } from './path.js'

/**
 * The best chain from one of some leaves: to a certificate that issued itself and without a fault, else with faults, else as
 * far as certificates lead. Without a time, those that last longest are the best.
 */
export function bestChain(leaves: Path, certificates: readonly Certificate[], time?: Date): Path {
  // Whoever is named as its own issuer may be a root: the others are tried after those.
  const mayBeRoot = ({ issuer, subject }: Certificate): boolean => issuer === subject
  const search = new PathSearch(certificates.filter(mayBeRoot), certificates)
  const isRoot = (certificate: Certificate): boolean => search.hasIssued(certificate, certificate)
  const found = [isSoundAt(time), () => true].flatMap((isSound) =>
    latestFirst(leaves).map((leaf) => search.find(leaf, isRoot, isSound)),
  )
  const whole = found.find(({ isWhole }) => isWhole)
  return whole?.path ?? found.reduce<Path>((best, { path }) => (path.length > best.length ? path : best), [leaves[0]])
}

/**
 * All certificates that a chain from a leaf may have: whoever issued one of them by name and key, so that of an authority
 * that was renewed, or certified by several, each certificate is among them, whichever of them a path takes.
 */
export function issuersAbove(leaf: Certificate, certificates: readonly Certificate[]): readonly Certificate[] {
  return new PathSearch([], certificates).above(leaf)
}

/** The certificates that can only be leaves: those that are no authorities, or else have issued none of the others. */
export function leavesAmong(certificates: readonly Certificate[]): readonly Certificate[] {
  const leaves = certificates.filter(({ extensions }) => extensions?.isAuthority !== true)
  if (leaves.length > 0) return leaves
  const issuers = new Set(certificates.filter(({ issuer, subject }) => issuer !== subject).map(({ issuer }) => issuer))
  return certificates.filter(({ subject }) => !issuers.has(subject))
}

/** Whether a chain ends at a certificate that issued itself. */
export function isComplete(chain: readonly Certificate[]): boolean {
  return chain.slice(-1).some((last) => isIssuedBy(last, last))
}

/** An issue if a chain does not end at a certificate that issued itself. */
export function completenessIssues(chain: readonly Certificate[]): readonly Issue[] {
  return issueIf(!isComplete(chain), 'key.chain-incomplete', 'The chain does not end at a root certificate.')
}
