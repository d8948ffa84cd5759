import { pollCases } from '../../../src/contract/cases/poll.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(pollCases)
