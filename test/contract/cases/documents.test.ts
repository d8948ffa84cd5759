import { documentCases } from '../../../src/contract/cases/documents.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes(documentCases)
