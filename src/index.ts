/**
 * The portal flow of Posten signering: messages, document package and exchanges.
 *
 * @module signering-portal
 */
export * from './codec/index.js'
export * from './manifest/index.js'
export * from './http/index.js'
export * from './bundle/index.js'
