/**
 * Which service is called, and as whom.
 *
 * @module
 */
import { organizationNumberPattern } from '../codec/portal/common.js'
import { isLimit, propertiesOf } from '../guard.js'
import { PortalError, type Issue, type IssueCode } from '../issue.js'
import { limitIssue, makeIssue } from '../outcome.js'
import { maximumResponseBytes as usualMaximum } from './response.js'

/** Which service is called, as whom, and how much of its answers is read. */
export interface ServiceOptions {
  /**
   * The root of the service: one of {@link environments}, or an absolute `https` address without credentials, query or
   * fragment. `http` is allowed for the machine's own addresses (localhost, 127.0.0.0/8, ::1) only, for tests.
   */
  readonly root: string
  /**
   * The sender's organization number, nine digits. A broker gives the number of the organization that it acts for, and
   * authenticates with its own certificate (debugging page; client configuration page).
   */
  readonly organizationNumber: string
  /**
   * Products of the caller that go before this package's own in the User-Agent header, such as `archive/2.1`. Printable
   * ASCII (RFC 9110, 10.1.5), without spaces at its ends.
   */
  readonly userAgent?: string | undefined
  /** The longest content of a response that is read as a message, in bytes; {@link maximumResponseBytes} if absent. */
  readonly maximumResponseBytes?: number | undefined
}

/** {@link ServiceOptions} that were checked, ready to make requests from. */
export interface Service {
  /** The origin that absolute addresses in responses must have. */
  readonly origin: string
  /** `{root}/{organization number}`. */
  readonly organizationUrl: string
  /** The value of the User-Agent header. */
  readonly userAgent: string
  /** The longest message that is read, in bytes. */
  readonly maximumResponseBytes: number
}

/** The name and version of this package, as they stand in package.json. */
export const product = 'signering-portal/0.1.0'

/** Checks the options of a service, all of them at once. */
export function serviceFrom(options: ServiceOptions): Service {
  const given: Partial<ServiceOptions> = propertiesOf(options)
  const { root, organizationNumber = '', userAgent, maximumResponseBytes = usualMaximum } = given
  const issues: Issue[] = []
  const wrong = (property: keyof ServiceOptions, code: IssueCode, message: string): unknown =>
    issues.push(makeIssue(code, message, { property: [property] }))
  const rootUrl = parseRoot(root)
  if (rootUrl === undefined)
    wrong('root', 'http.root', 'The root must be an absolute https address without credentials, query or fragment.')
  // A number would lose zeros in front, though its text may have nine digits.
  if (!matches(organizationNumber, new RegExp(`^${organizationNumberPattern}$`)))
    wrong('organizationNumber', 'http.organization-number', 'An organization number is nine digits.')
  if (userAgent !== undefined && !matches(userAgent, /^[!-~]([ -~]*[!-~])?$/))
    wrong('userAgent', 'http.user-agent', 'A User-Agent is printable ASCII.')
  if (!isLimit(maximumResponseBytes)) issues.push(limitIssue('maximumResponseBytes'))
  if (rootUrl === undefined || issues.length > 0) throw new PortalError('The service cannot be called', issues)
  return {
    origin: rootUrl.origin,
    organizationUrl: `${rootUrl.href.replace(/\/+$/, '')}/${organizationNumber}`,
    userAgent: userAgent === undefined ? product : `${userAgent} ${product}`,
    maximumResponseBytes,
  }
}

function matches(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value)
}

function parseRoot(root: unknown): URL | undefined {
  const url = parseUrl(root)
  if (url === undefined || /[?#]/.test(url.href)) return undefined
  if (url.protocol === 'https:') return url
  const ownMachine = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.[0-9]+){3}$/.test(url.hostname)
  return url.protocol === 'http:' && ownMachine ? url : undefined
}

/** What an address is made of (RFC 3986, 2): reserved and unreserved characters, and octets as a percent sign and two digits. */
const ofRfc3986 = /^https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/
const strayPercent = /%(?![0-9A-Fa-f]{2})/

/**
 * Parses an absolute address that has a host and no credentials. What the URL parser would mend in silence (spaces,
 * control characters, backslashes, quotes, brackets, percent signs without digits, non-ASCII) is refused, so that the
 * address checked is the address meant.
 */
export function parseUrl(text: unknown): URL | undefined {
  if (typeof text !== 'string' || !ofRfc3986.test(text) || strayPercent.test(text) || !URL.canParse(text))
    return undefined
  const url = new URL(text)
  return url.username === '' && url.password === '' && !/^[^/]+\/\/[^/?#]*@/.test(text) ? url : undefined
}
