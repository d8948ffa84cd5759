/** A client that is run through the cases of the contract suite: here, the operations of this package. */
import { writeBundle, type SigningKey } from 'signering-portal/bundle'
import type { AdapterFactory } from 'signering-portal/contract'
import { portalOperations, sendWith } from 'signering-portal/http'

export function operationsAdapter(key: SigningKey): AdapterFactory {
  return ({ root, organizationNumber, fetch, clock }) => {
    const portal = portalOperations({ root, organizationNumber })
    const exchange = sendWith(fetch)
    return {
      create: async ({ request, manifest, documents }) => {
        const { bytes } = await writeBundle({ manifest, documents, key, signingTime: clock.now() })
        return exchange(portal.create({ request, bundle: bytes }))
      },
      nextStatusChange: (pollingQueue) => exchange(portal.nextStatusChange({ pollingQueue, now: clock.now })),
      confirm: (url) => exchange(portal.confirm(url)),
      cancel: async (url) => (await exchange(portal.cancel(url))).kind,
      downloadPades: async (url) => (await exchange(portal.downloadPades(url))).bytes(),
      downloadXades: async (url) => (await exchange(portal.downloadXades(url))).bytes(),
      downloadArchivedPades: async (id) => (await exchange(portal.downloadArchivedPades(id))).bytes(),
      deleteDocuments: (url) => exchange(portal.deleteDocuments(url)),
      organization: () => exchange(portal.organization()),
    }
  }
}
