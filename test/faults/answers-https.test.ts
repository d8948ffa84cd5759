import { testAnswersOver } from '../../testing/faults/answers.js'
import { transports } from '../../testing/faults/laws.js'

testAnswersOver(transports.https)
