import { refusalCases } from '../../../src/contract/cases/refusals.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(refusalCases)
