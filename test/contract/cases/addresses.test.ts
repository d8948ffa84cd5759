import { addressCases } from '../../../src/contract/cases/addresses.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(addressCases)
