/**
 * Faults that a test can plan: what a service does on a bad day, and what it may do one day without notice.
 *
 * @module
 */
import { isResource, type Resource } from './routes.js'
import { anyOf, matching, maybe, oneOf, positive, record, truth, type Shape } from './shape.js'

/** What goes wrong, or is unusual, with one response. */
export type Fault =
  /** The request has no effect, and is answered with this status, 400 to 599, and content. */
  | { readonly kind: 'status'; readonly status: number; readonly content: 'error' | 'html' | 'text' | 'empty' }
  /** The request has its effect, and the response this status, such as 200 or 202 in the place of 204. */
  | { readonly kind: 'successStatus'; readonly status: 200 | 202 | 204 }
  /** No response comes; the request had its effect, or had none. */
  | { readonly kind: 'noResponse'; readonly effect: boolean }
  /** The connection breaks after half of the content. */
  | { readonly kind: 'truncated' }
  /** The content is missing. */
  | { readonly kind: 'noContent' }
  /** The message has elements and an attribute that the schema does not have. */
  | { readonly kind: 'unknownElements' }
  /** The elements of the message have a namespace prefix, `ns4`. */
  | { readonly kind: 'prefixedNamespaces' }
  /** The message begins with a byte order mark (XML 1.0, 4.3.3). */
  | { readonly kind: 'byteOrderMark' }
  /** The message has comments and processing instructions, before elements and within texts (XML 1.0, 2.5 and 2.6). */
  | { readonly kind: 'comments' }
  /** The texts of the message stand in CDATA sections (XML 1.0, 2.7). */
  | { readonly kind: 'cdataSections' }
  /** There is white space between elements, and where the schema has it collapsed: around `signature-job-id`. */
  | { readonly kind: 'whiteSpace' }
  /** The request has no effect, and is answered with 200 and a page of HTML, as by somebody between client and service. */
  | { readonly kind: 'webPage' }
  /** A header has this value, or is missing. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string | null }
  /** The addresses in the message lie under another root. */
  | { readonly kind: 'root'; readonly root: string }
  /** The addresses in the message have more parameters, such as `key=1` or `key=1&more=a%2Fb`, so that nobody can know them before. */
  | { readonly kind: 'addressParameter'; readonly parameter: string }
  /** The request has no effect, and is answered with this status and an address to go to in the header `Location`. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308; readonly location: string }
  /** A response that would have content has this in its place: bytes in base64. */
  | { readonly kind: 'content'; readonly base64: string }

/** A fault and which requests it is for. */
export interface PlannedFault {
  /** What goes wrong. */
  readonly fault: Fault
  /** Only requests to this resource. Absent: any request. */
  readonly resource?: Resource | undefined
  /** How many more requests it is for, at least 1. */
  times: number
}

/** What can be sent as the name of a header and as its value (RFC 9110, 5.1 and 5.5). */
const headerName = matching(/^[!#$%&'*+.^_`|~0-9A-Za-z-][!#$%&'*+.^_`|~0-9A-Za-z-]*$/)
const headerValue = matching(/^[\t -~\x80-\xff]*$/)

/** Parameters as a query has them (RFC 3986, 3.4), which can be appended to others. */
const isQuery = matching(/^[A-Za-z0-9._~-][A-Za-z0-9._~-]*=[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*$/)
const queryPart: Shape = (value) => isQuery(value) && !/%(?![0-9A-Fa-f]{2})/.test(value as string)

const isRoot: Shape = (value) => matching(/^https?:\/\/[!-~][!-~]*$/)(value) && URL.canParse(value as string)

/** Whether a value is a {@link Fault}. */
export const isFault: Shape = anyOf(
  record({
    kind: oneOf('status'),
    status: (value) => Number.isInteger(value) && (value as number) >= 400 && (value as number) <= 599,
    content: oneOf('error', 'html', 'text', 'empty'),
  }),
  record({ kind: oneOf('successStatus'), status: oneOf(200, 202, 204) }),
  record({ kind: oneOf('noResponse'), effect: truth }),
  record({ kind: oneOf('truncated', 'noContent', 'unknownElements', 'prefixedNamespaces') }),
  record({ kind: oneOf('byteOrderMark', 'comments', 'cdataSections', 'whiteSpace', 'webPage') }),
  record({ kind: oneOf('header'), name: headerName, value: anyOf(headerValue, oneOf(null)) }),
  record({ kind: oneOf('root'), root: isRoot }),
  record({ kind: oneOf('addressParameter'), parameter: queryPart }),
  record({ kind: oneOf('redirect'), status: oneOf(301, 302, 303, 307, 308), location: isRoot }),
  record({ kind: oneOf('content'), base64: matching(/^[A-Za-z0-9+/]*={0,2}$/) }),
)

/** Whether a value is a {@link PlannedFault}. */
export const isPlannedFault: Shape = record({ fault: isFault, resource: maybe(isResource), times: positive })

/** Takes the first fault that is planned for a resource, and counts it down. */
export function takeFault(planned: PlannedFault[], resource: Resource): Fault | undefined {
  const index = planned.findIndex((plan) => plan.resource === undefined || plan.resource === resource)
  const plan = planned[index]
  if (plan === undefined) return undefined
  plan.times -= 1
  if (plan.times <= 0) planned.splice(index, 1)
  return plan.fault
}
