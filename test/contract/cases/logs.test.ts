import { logCases } from '../../../src/contract/cases/logs.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(logCases)
