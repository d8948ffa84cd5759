import { deleteCases, downloadCases } from '../../../src/contract/cases/documents.js'
import { describeMistakes } from '../../../testing/contract/mistakes.js'

describeMistakes([...downloadCases, ...deleteCases])
