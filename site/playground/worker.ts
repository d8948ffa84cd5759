/**
 * Reads and writes beside the page, so that a long message does not stop it.
 *
 * @module
 */
import { remedyOf, type Remedy } from '../../scripts/reference/remedies.js'
import { followJson, followXml, type Converted, type Problem, type Settings, type Sides } from './convert.js'
import { toTypeScript } from './typescript.js'

/** What the page asks for. */
export interface Question {
  readonly task: 'xml' | 'json' | 'typescript'
  readonly sides: Sides
  readonly element: string
  readonly settings: Settings
}

/** A problem with what helps. */
export interface ToldProblem extends Problem {
  readonly remedy: Remedy | undefined
}

/** What the page is told; one answer to each question, in their order. */
export type Answer =
  | { readonly task: 'convert'; readonly converted: Converted; readonly problems: readonly ToldProblem[] }
  | { readonly task: 'typescript'; readonly code: string | undefined }
  | { readonly task: 'failed' }

function answer({ task, sides, element, settings }: Question): Answer {
  if (task === 'typescript') return { task, code: toTypeScript(sides.json, element, settings.sector) }
  const converted = (task === 'xml' ? followXml : followJson)(sides, element, settings)
  const problems = converted.problems.map((problem) => ({ ...problem, remedy: remedyOf(problem.issue.code) }))
  return { task: 'convert', converted, problems }
}

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  let told: Answer
  try {
    told = answer(data)
  } catch {
    // Whatever it is, its text may hold something of the message.
    told = { task: 'failed' }
  }
  postMessage(told)
})
