/**
 * Two-way TLS with the service: options of Node's `tls`, `https` and undici, and sending over `node:https`.
 *
 * @module signering-portal/tls
 */
export * from '../issue.js'
export type { TrustEnvironment } from '../trust/authorities.js'
export type { Pem } from '../x509/pem.js'
export { safeTlsOptions, serviceOrganizationNumber, tlsOptions } from './tls-options.js'
export type { TlsClientCertificate, TlsConnectOptions, TlsOptions } from './tls-options.js'
export { sendOverHttps, type SendOverHttpsOptions } from './send-over-https.js'
export { TransportError } from './transport-error.js'
