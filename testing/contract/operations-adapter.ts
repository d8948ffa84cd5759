/** The package's own operations as an adapter, with a key made for the tests. */
import { signingKeyFromPem, type SigningKey } from 'signering-portal/bundle'
import type { AdapterFactory } from 'signering-portal/contract'
import { operationsAdapter as adapterFor } from '../../examples/contract-adapter.js'
import { makeSender } from '../certificates.js'

/** A chain of two, since reading certificates takes longer than most of what the tests with this key do. */
const { root } = makeSender()
const { leaf } = makeSender({ issuer: root })

export const key: SigningKey = signingKeyFromPem({
  key: leaf.privateKeyPem,
  certificates: [leaf.certificatePem, root.certificatePem],
})

export const operationsAdapter: AdapterFactory = adapterFor(key)
