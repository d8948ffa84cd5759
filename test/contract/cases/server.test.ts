import { serverCases } from '../../../src/contract/cases/server.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(serverCases)
