import { spellingCases } from '../../../src/contract/cases/spellings.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(spellingCases)
