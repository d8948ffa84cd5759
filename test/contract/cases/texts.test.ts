import { textCases } from '../../../src/contract/cases/texts.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(textCases)
