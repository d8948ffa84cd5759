import { queueCases } from '../../../src/contract/cases/queues.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(queueCases)
