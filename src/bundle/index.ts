/**
 * The document package: ASiC-E with a XAdES signature.
 *
 * @module signering-portal/bundle
 */
export * from '../issue.js'
export type { BundleDocument } from '../manifest/index.js'
export type { Pem } from '../x509/pem.js'
export { safeSigningKeyFromPem, signingKeyFromPem } from './key.js'
export type { DataToSign, PemKeyOptions, SigningKey } from './key.js'
export { safeWriteBundle, writeBundle, type WriteBundleOptions, type WrittenBundle } from './write.js'
export { readBundle, safeReadBundle, type ReadBundleOptions } from './read.js'
export { maximumBundleBytes, type Bundle } from './open.js'
export { safeVerifyBundle, verifyBundle, type VerifyBundleOptions } from './verify.js'
export type { TrustEnvironment } from '../trust/authorities.js'
