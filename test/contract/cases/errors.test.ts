import { errorCases } from '../../../src/contract/cases/errors.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(errorCases)
