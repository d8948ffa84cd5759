/**
 * Checking the document package of a request, with the reader and verifier of the bundle part. ZIP, the signature and its
 * canonical form they read with code of their own; with the package's writer they share the names of the files, the
 * identifiers of the algorithms, the codec of the manifest, and the checks of certificates and of the documents' size. A
 * fault in those shows before the judges of the tests, which share nothing.
 *
 * @module
 */
import { openBundle, type Bundle } from '../bundle/open.js'
import { verifyOpened } from '../bundle/verify.js'
import type { Result } from '../issue.js'
import { issuesOf, refusal } from '../outcome.js'
import { bestChain, completenessIssues } from '../x509/chain.js'
import type { Instant } from './state.js'

/** Which document packages are accepted. */
export interface PackageChecks {
  /**
   * The certificates, in DER or PEM, that the signer's must lead to. Absent: any root that the package brings along, so
   * that senders with certificates of their own making can be tested.
   */
  readonly trust?: readonly (Uint8Array | string)[] | undefined
  /**
   * Certificates that may stand between the signer's and a trusted one, beside those of the package: each in DER, or one or
   * more in PEM. Absent: none.
   */
  readonly intermediates?: readonly (Uint8Array | string)[] | undefined
  /**
   * Whether a package must bring the certificates from the signer's to a root. The document package page says that it
   * should; some official clients send the signer's alone. Absent: true.
   */
  readonly requireWholeChain?: boolean | undefined
  /** How far signing and receipt may be apart, in seconds, 0 or more. Absent: 5 (document package page). */
  readonly signingTimeToleranceSeconds?: number | undefined
}

/**
 * Reads a document package and verifies it: every file is signed and as it was signed, and the signature brings along
 * the whole chain of certificates (document package page), unless that is not asked for.
 */
export function checkPackage(bytes: Uint8Array, checks: PackageChecks, now: Instant): Result<Bundle> {
  const opened = openBundle(bytes)
  const { signature } = opened
  const chain = signature === undefined ? [] : bestChain([signature.signer], signature.certificates, new Date(now))
  const { trust = chain.slice(-1).map(({ der }) => der), requireWholeChain = true, ...others } = checks
  const verified = verifyOpened(opened, { ...others, trust, receivedAt: new Date(now) })
  const incomplete = signature === undefined || !requireWholeChain ? [] : completenessIssues(chain)
  return incomplete.length === 0 ? verified : refusal([...issuesOf(verified), ...incomplete])
}
