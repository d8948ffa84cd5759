/**
 * Where the service is.
 *
 * @module
 */

/**
 * The roots of the service's environments. Any other root may be given instead, such as that of a proxy or a test server.
 *
 * Source: the portal flow page for the first two, the official clients for all; the documentation no longer has the third.
 * `difitest` is also called staging. The service's test persons exist in the test environments alone (its
 * documentation of 2026-06-30).
 */
export const environments = {
  production: 'https://api.signering.posten.no/api',
  difitest: 'https://api.difitest.signering.posten.no/api',
  difiqa: 'https://api.difiqa.signering.posten.no/api',
} as const
