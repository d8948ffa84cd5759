/**
 * The document package: ASiC-E with a XAdES signature.
 *
 * @module bundle
 */
export * from '../issue.js'
export type { BundleDocument } from '../manifest/index.js'
export type { Pem } from '../x509/certificate.js'
export { signingKeyFromPem, type PemSigningKey, type DataToSign, type SigningKey } from './key.js'
export { writeBundle, type BundleOptions, type WrittenBundle } from './write.js'
export { readBundle, type Bundle } from './read.js'
export { verifyBundle, type VerifyOptions } from './verify.js'
