import { manifestCases } from '../../../src/contract/cases/manifest.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(manifestCases)
