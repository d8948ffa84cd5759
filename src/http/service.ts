/**
 * Which service is called, and as whom.
 *
 * @module
 */
import { organizationNumberPattern } from '../codec/portal/common.js'
import { isLimit, isString, propertiesOf } from '../guard.js'
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
  const address = parseRoot(root)
  if (address === undefined)
    wrong(
      'root',
      'http.root',
      'The root must be an absolute https address without credentials, query or fragment, as the URL parser writes it.',
    )
  // A number would lose zeros in front, though its text may have nine digits.
  if (!matches(organizationNumber, new RegExp(`^${organizationNumberPattern}$`)))
    wrong('organizationNumber', 'http.organization-number', 'An organization number is nine digits.')
  if (userAgent !== undefined && !matches(userAgent, /^[!-~]([ -~]*[!-~])?$/))
    wrong('userAgent', 'http.user-agent', 'A User-Agent is printable ASCII.')
  if (!isLimit(maximumResponseBytes)) issues.push(limitIssue('maximumResponseBytes'))
  if (address === undefined || issues.length > 0) throw new PortalError('The service cannot be called', issues)
  return {
    origin: address.url.origin,
    organizationUrl: `${withoutSlashes(address.href)}/${organizationNumber}`,
    userAgent: userAgent === undefined ? product : `${userAgent} ${product}`,
    maximumResponseBytes,
  }
}

/** A loop, since a regular expression tries each of the slashes in the middle of a long address. */
function withoutSlashes(address: string): string {
  let end = address.length
  while (address.charAt(end - 1) === '/') end--
  return address.slice(0, end)
}

function matches(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value)
}

function parseRoot(root: unknown): Address | undefined {
  const address = parseAddress(root)
  if (address === undefined || address.href.includes('?')) return undefined
  const { protocol, hostname } = address.url
  if (protocol === 'https:') return address
  const ownMachine = hostname === 'localhost' || hostname === '[::1]' || /^127(\.[0-9]+){3}$/.test(hostname)
  return ownMachine ? address : undefined
}

/** An absolute address of HTTP with a host, without credentials and fragment. */
export interface Address {
  /** What the URL parser makes of it. */
  readonly url: URL
  /** The address as it was given, but for the case of scheme and host, a port that is the usual one, and a path that is empty. */
  readonly href: string
}

/**
 * What an address is made of (RFC 3986, 2): reserved and unreserved characters, and octets as a percent sign and two digits.
 * A fragment is no part of what is sent.
 */
const ofRfc3986 = /^https?:\/\/([\w\-.~:[\]@!$&'()*+,;=%]*)((?:[/?][\w\-.~:/?[\]@!$&'()*+,;=%]*)?)$/i
const strayPercent = /%(?![0-9A-Fa-f]{2})/

/**
 * Parses an absolute address. What the URL parser would mend in silence (characters that an address cannot have,
 * a percent sign in a host, dots for a segment of the path, numbers for a host) is refused, so that the address checked is
 * the address meant.
 */
export function parseAddress(text: unknown): Address | undefined {
  if (!isString(text) || strayPercent.test(text) || !URL.canParse(text)) return undefined
  const [, authority, rest] = ofRfc3986.exec(text) ?? []
  if (authority === undefined || rest === undefined) return undefined
  const url = new URL(text)
  const usualPort = url.protocol === 'https:' ? '443' : '80'
  // Credentials would be a part of the authority, too.
  const isMended = ![url.host, `${url.host}:`, `${url.host}:${usualPort}`].includes(authority.toLowerCase())
  const href = `${url.origin}${rest.startsWith('/') ? '' : '/'}${rest}`
  return isMended || url.href !== asParserWrites(href) ? undefined : { url, href }
}

/** The URL parser, and so whatever sends with it, writes an apostrophe of a query in another way, which is the same octet. */
function asParserWrites(href: string): string {
  const [path = '', ...query] = href.split(/(?=\?)/)
  return path + query.join('').replaceAll("'", '%27')
}
