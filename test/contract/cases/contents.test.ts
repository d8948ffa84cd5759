import { contentCases } from '../../../src/contract/cases/contents.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(contentCases)
