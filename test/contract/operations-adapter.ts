/** The package's own operations as an adapter. */
import { portalOperations, send } from 'signering-portal/http'
import type { AdapterFactory } from 'signering-portal/contract'
import { zip } from './raw-client.js'
import { portalSignatureJobManifest } from 'signering-portal/codec'

export const operationsAdapter: AdapterFactory = ({ root, organizationNumber, fetch, clock }) => {
  const portal = portalOperations({ root, organizationNumber })
  const exchange = send(fetch)
  return {
    create: async ({ request, manifest, documents }) => {
      const bundle = await zip({
        'manifest.xml': portalSignatureJobManifest.encode(manifest),
        ...Object.fromEntries(documents.map(({ href, bytes }) => [href, bytes])),
      })
      return exchange(portal.create({ request, bundle }))
    },
    poll: (pollingQueue) =>
      exchange(portal.nextStatusChange({ now: clock.now, ...(pollingQueue === undefined ? {} : { pollingQueue }) })),
    confirm: (url) => exchange(portal.confirm(url)),
    cancel: async (url) => (await exchange(portal.cancel(url))).kind,
    download: async (url) => (await exchange(portal.downloadPades(url))).bytes(),
    delete: (url) => exchange(portal.deleteDocuments(url)),
  }
}
