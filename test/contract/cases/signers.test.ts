import { signerCases } from '../../../src/contract/cases/signers.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(signerCases)
