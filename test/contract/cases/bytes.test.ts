import { bytesCases } from '../../../src/contract/cases/bytes.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(bytesCases)
