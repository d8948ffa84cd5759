/**
 * The interface by which libraries take any validator.
 *
 * @module
 */
import { formatIssue, type Issue, type Result } from '../issue.js'
import { isError } from '../outcome.js'

/** What a validator that follows Standard Schema (https://standardschema.dev) looks for, under `~standard`. */
export interface StandardSchemaProps<Input, Output> {
  /** The version of Standard Schema. */
  readonly version: 1
  /** The name of this package. */
  readonly vendor: 'signering-portal'
  /**
   * Validates anything. What is not valid has issues, of which the warnings are none. Never throws: only what a getter of
   * the caller throws goes through.
   */
  readonly validate: (input: unknown) => { readonly value: Output } | { readonly issues: readonly StandardIssue[] }
  /** Never present at run time. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined
}

/** An issue in the form of Standard Schema. */
export interface StandardIssue {
  /** What is wrong in a sentence; the whole issue on one line, with its place and its code, where there is no path. */
  readonly message: string
  /** Where in the value, or in what the document was to become; see `property` of an issue. */
  readonly path?: readonly (string | number)[] | undefined
}

/** A validator of values as Standard Schema has it. */
export interface StandardSchema<Input, Output> {
  /** What makes it one. */
  readonly '~standard': StandardSchemaProps<Input, Output>
}

/** Makes a Standard Schema of what gives a result. */
export function standardSchema<Input, Output>(safe: (input: unknown) => Result<Output>): StandardSchema<Input, Output> {
  return {
    '~standard': {
      version: 1,
      vendor: 'signering-portal',
      validate: (input) => {
        const result = safe(input)
        return result.ok ? { value: result.value } : { issues: result.issues.filter(isError).map(standardIssue) }
      },
    },
  }
}

function standardIssue(issue: Issue): StandardIssue {
  return { message: issue.property === undefined ? formatIssue(issue) : issue.message, path: issue.property }
}
