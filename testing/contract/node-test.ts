/** Some cases as tests of node:test, run as a program of its own. */
import { testContract } from '../../examples/contract-node-test.js'
import { operationsAdapter } from './operations-adapter.js'

testContract(operationsAdapter, { cases: ['cancel', 'organization'], knownFailing: { organization: 'it is right' } })
