/**
 * All cases.
 *
 * @module
 */
import type { ContractCase } from './case.js'
import { addressCases } from './addresses.js'
import { bytesCases } from './bytes.js'
import { confirmCases } from './confirm.js'
import { contentCases } from './contents.js'
import { createCases } from './create.js'
import { documentCases } from './documents.js'
import { errorCases } from './errors.js'
import { logCases } from './logs.js'
import { manifestCases } from './manifest.js'
import { pollCases } from './poll.js'
import { queueCases } from './queues.js'
import { serverCases } from './server.js'
import { refusalCases } from './refusals.js'
import { signerCases } from './signers.js'
import { spellingCases } from './spellings.js'
import { textCases } from './texts.js'

/** Every case, in the order of the flow. */
export const contractCases: readonly ContractCase[] = [
  ...createCases,
  ...manifestCases,
  ...pollCases,
  ...queueCases,
  ...confirmCases,
  ...signerCases,
  ...documentCases,
  ...bytesCases,
  ...errorCases,
  ...spellingCases,
  ...serverCases,
  ...refusalCases,
  ...addressCases,
  ...textCases,
  ...logCases,
  ...contentCases,
]
