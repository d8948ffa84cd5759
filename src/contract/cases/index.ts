/**
 * All cases.
 *
 * @module
 */
import type { ContractCase } from './case.js'
import { cancelCases, confirmCases } from './confirm.js'
import { createCases } from './create.js'
import { deleteCases, downloadCases } from './documents.js'
import { connectionCases, errorCases, foreignCases, toleranceCases } from './errors.js'
import { manifestCases } from './manifest.js'
import { pollCases } from './poll.js'
import { queueCases } from './queues.js'
import { signerCases } from './signers.js'

/** Every case, in the order of the flow. */
export const contractCases: readonly ContractCase[] = [
  ...createCases,
  ...manifestCases,
  ...pollCases,
  ...queueCases,
  ...confirmCases,
  ...cancelCases,
  ...signerCases,
  ...downloadCases,
  ...deleteCases,
  ...errorCases,
  ...connectionCases,
  ...toleranceCases,
  ...foreignCases,
]
