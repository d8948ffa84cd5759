/** The page of issue codes. */
import { issueCodes } from '../../src/codec/index.js'
import { code, page, table } from './markdown.js'

/** Makes the page. */
export function issuesPage(): string {
  return page('Issue codes', [
    'Codes are stable: a program may compare them. Messages are for people and may change. No issue holds a value from the message. Rules have codes of their own; see [Rules](rules.md).',
    table(
      ['Code', 'Meaning'],
      Object.entries(issueCodes).map(([issue, meaning]) => [code(issue), meaning]),
    ),
  ])
}
