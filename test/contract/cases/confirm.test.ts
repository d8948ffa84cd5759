import { confirmCases } from '../../../src/contract/cases/confirm.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(confirmCases)
