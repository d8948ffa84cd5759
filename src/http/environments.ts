/**
 * Where the service is.
 *
 * @module
 */

/**
 * The roots of the service's environments. Any other root may be given instead, such as that of a proxy or a test server.
 *
 * Source: the addresses in the service's official clients. `difitest` is also called staging.
 */
export const environments = {
  production: 'https://api.signering.posten.no/api',
  difitest: 'https://api.difitest.signering.posten.no/api',
  difiqa: 'https://api.difiqa.signering.posten.no/api',
} as const
