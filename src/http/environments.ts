/**
 * Where the service is, and on whose behalf it is called.
 *
 * @module
 */
import { PortalError, type Issue } from '../issue.js'
import { makeIssue } from '../outcome.js'

/**
 * The roots of the service's environments. Any other root may be given instead, such as that of a proxy or a test server.
 *
 * Source: the addresses in the service's official clients. `difitest` is also called staging.
 */
export const environments: {
  readonly production: string
  readonly difitest: string
  readonly difiqa: string
} = {
  production: 'https://api.signering.posten.no/api',
  difitest: 'https://api.difitest.signering.posten.no/api',
  difiqa: 'https://api.difiqa.signering.posten.no/api',
}

/** Which service is called, and as whom. */
export interface ServiceOptions {
  /**
   * The root of the service: one of {@link environments}, or an absolute `https` address without credentials, query or
   * fragment. `http` is allowed for the machine's own addresses (localhost, 127.0.0.0/8, ::1) only, for tests.
   */
  readonly root: string
  /**
   * The sender's organization number, nine digits. A broker gives the number of the organization that it acts for, and
   * authenticates with its own certificate (security page).
   */
  readonly organizationNumber: string
  /**
   * Products of the caller that go before this package's own in the User-Agent header, such as `archive/2.1`. Printable
   * ASCII (RFC 9110, 10.1.5), without spaces at its ends.
   */
  readonly userAgent?: string
}

/** A checked {@link ServiceOptions}, ready to make requests from. Internal to `signering-portal/http`. */
export interface Service {
  /** The origin that absolute addresses in responses must have. */
  readonly origin: string
  /** `{root}/{organization number}`. */
  readonly organizationUrl: string
  /** The value of the User-Agent header. */
  readonly userAgent: string
}

/** The name and version of this package, as they stand in package.json. */
export const product = 'signering-portal/0.1.0'

/**
 * Checks a configuration.
 *
 * @param configuration - where the service is, and on whose behalf it is called
 * @returns what requests are made from
 * @throws {@link PortalError} `http.root`, `http.organization-number`, `http.user-agent`: all that apply
 */
export function serviceFrom(configuration: ServiceOptions): Service {
  // Callers that are not type-checked may hand over nothing.
  const { root, organizationNumber, userAgent } = (configuration as ServiceOptions | undefined) ?? nothing
  const issues: Issue[] = []
  const rootUrl = parseRoot(root)
  if (rootUrl === undefined)
    issues.push(
      makeIssue('http.root', 'The root must be an absolute https address without credentials, query or fragment.'),
    )
  // A number would lose zeros in front, though its text may have nine digits.
  if ((typeof organizationNumber as string) !== 'string' || !/^[0-9]{9}$/.test(organizationNumber))
    issues.push(makeIssue('http.organization-number', 'An organization number is nine digits.'))
  if (userAgent !== undefined && !/^[!-~]([ -~]*[!-~])?$/.test(userAgent))
    issues.push(makeIssue('http.user-agent', 'A User-Agent is printable ASCII.'))
  if (rootUrl === undefined || issues.length > 0) throw new PortalError('The service cannot be called', issues)
  return {
    origin: rootUrl.origin,
    organizationUrl: `${rootUrl.href.replace(/\/+$/, '')}/${organizationNumber}`,
    userAgent: userAgent === undefined ? product : `${userAgent} ${product}`,
  }
}

const nothing: ServiceOptions = { root: '', organizationNumber: '' }

function parseRoot(root: string): URL | undefined {
  const url = parseUrl(root)
  if (url === undefined || /[?#]/.test(root)) return undefined
  if (url.protocol === 'https:') return url
  const ownMachine = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.[0-9]+){3}$/.test(url.hostname)
  return url.protocol === 'http:' && ownMachine ? url : undefined
}

/**
 * Parses an absolute address that has a host and no credentials. What the URL parser would mend in silence (spaces,
 * control characters, backslashes, non-ASCII) is refused, so that the address checked is the address meant.
 *
 * @param text - an address
 * @returns the address, or undefined if it is not of that kind
 */
export function parseUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[!-[\]-~]+$/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.username === '' && url.password === '' && !/^[^/]+\/\/[^/?#]*@/.test(text) ? url : undefined
}
