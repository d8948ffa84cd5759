/** The package's own operations as an adapter, with a key made for the tests. */
import { signingKeyFromPem, type SigningKey } from 'signering-portal/bundle'
import type { AdapterFactory } from 'signering-portal/contract'
import { operationsAdapter as adapterFor } from '../../examples/contract-adapter.js'
import { makeSender } from '../certificates.js'

const sender = makeSender()

export const key: SigningKey = signingKeyFromPem({
  key: sender.leaf.privateKeyPem,
  certificates: sender.certificates,
})

export const operationsAdapter: AdapterFactory = adapterFor(key)
