/**
 * The document package: ASiC-E with a XAdES signature.
 *
 * @module bundle
 */
export type { PackageDocument } from '../manifest/index.js'
export type { Pem } from './certificate.js'
export { signingKeyFromPem, type PemSigningKey, type SigningInput, type SigningKey } from './key.js'
export { writeBundle, type BundleInput, type WrittenBundle } from './write.js'
export { readBundle, type Bundle } from './read.js'
export { verifyBundle, type VerifyOptions } from './verify.js'
