/**
 * Chains of certificates: who issued whom, in which order, and what may be wrong with them.
 *
 * @module
 */
import { unlessThrown } from '../guard.js'
import type { Issue } from '../issue.js'
import { issueIf } from '../outcome.js'
import type { Certificate } from './certificate.js'

/** Whether names, key identifiers, key usage and signature agree, and the issuer is a CA or the certificate itself. */
export function isIssuedBy(subject: Certificate, issuer: Certificate): boolean {
  const mayIssue = issuer.x509.ca || isSame(issuer, subject)
  if (!mayIssue || !subject.x509.checkIssued(issuer.x509)) return false
  // Undefined for keys of kinds that node:crypto does not know.
  return unlessThrown(() => subject.x509.verify(issuer.x509.publicKey)) ?? false
}

/** Whether two are one certificate. */
export function isSame(one: Certificate, other: Certificate): boolean {
  return one.x509.fingerprint256 === other.x509.fingerprint256
}

/** Orders a chain from the leaf to where no issuer is found, or to a certificate that issued itself; others are left out. */
export function chainFrom(leaf: Certificate, certificates: readonly Certificate[]): readonly Certificate[] {
  const chain = [leaf]
  for (let last = leaf; !isIssuedBy(last, last);) {
    const others = certificates.filter((candidate) => !chain.some((known) => isSame(known, candidate)))
    const issuer = others.find((candidate) => isIssuedBy(last, candidate))
    if (issuer === undefined) break
    chain.push(issuer)
    last = issuer
  }
  return chain
}

/** Finds the certificate that none of the others was issued by; undefined if there is not exactly one. */
export function findLeaf(certificates: readonly Certificate[]): Certificate | undefined {
  const hasIssued = (issuer: Certificate): boolean =>
    certificates.some((other) => other !== issuer && isIssuedBy(other, issuer))
  const leaves = certificates.filter((candidate) => !hasIssued(candidate))
  return leaves.length === 1 ? leaves[0] : undefined
}

/** Looks for what makes the service refuse a certificate though it can sign: validity at a time, and key usage. */
export function validityIssues(chain: readonly Certificate[], time: Date): readonly Issue[] {
  const hasBegun = chain.every(({ notBefore }) => time >= notBefore)
  const lasts = chain.every(({ notAfter }) => time <= notAfter)
  const isForOtherUse = chain[0]?.allowsDigitalSignature === false
  return [
    ...issueIf(!hasBegun, 'key.not-yet-valid', 'A certificate of the chain is not valid yet.'),
    ...issueIf(!lasts, 'key.expired', 'A certificate of the chain has expired.'),
    ...issueIf(isForOtherUse, 'key.usage', 'The key usage of the certificate does not include digitalSignature.'),
  ]
}

/** An issue if a chain does not end at a certificate that issued itself. */
export function completenessIssues(chain: readonly Certificate[]): readonly Issue[] {
  const isComplete = chain.slice(-1).some((last) => isIssuedBy(last, last))
  return issueIf(!isComplete, 'key.chain-incomplete', 'The chain does not end at a root certificate.')
}
