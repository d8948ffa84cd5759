/** A client that is run through the cases of the contract suite: here, the operations of this package. */
import { writeBundle, type SigningKey } from 'signering-portal/bundle'
import type { AdapterFactory, ReportedStatusChangeResponse } from 'signering-portal/contract'
import type { PortalSignatureJobStatusChangeResponse } from 'signering-portal/codec'
import { portalOperations, sendWith } from 'signering-portal/http'

export function operationsAdapter(key: SigningKey): AdapterFactory {
  return ({ root, sender, fetch, clock }) => {
    const of = (organizationNumber: string) => portalOperations({ root, organizationNumber })
    const portal = of(sender.organizationNumber)
    const exchange = sendWith(fetch)
    return {
      create: async ({ request, manifest, documents }) => {
        const { bytes } = await writeBundle({ manifest, documents, key, signingTime: clock.now() })
        const operation = of(manifest.sender.organizationNumber).create({ request, bundle: bytes })
        const { reference, ...response } = await exchange(operation)
        return { reference, ...response }
      },
      nextStatusChange: async ({ sender, pollingQueue }) => {
        const next = await exchange(of(sender).nextStatusChange({ pollingQueue, now: clock.now }))
        return next.kind === 'statusChange' ? { ...next, statusChange: reported(next.statusChange) } : next
      },
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

/** Every element of a status change; one that is absent is `undefined`. */
function reported(change: PortalSignatureJobStatusChangeResponse): ReportedStatusChangeResponse {
  const { reference, cancellationUrl, deleteDocumentsUrl, signatures, ...rest } = change
  const signature = signatures.signature.map(({ status, personalIdentificationNumber, identifier, xadesUrl }) => ({
    ...{ status, personalIdentificationNumber, xadesUrl },
    identifier: identifier && { email: identifier.email, sms: identifier.sms },
  }))
  return {
    ...rest,
    ...{ reference, cancellationUrl, deleteDocumentsUrl },
    signatures: { signature, padesUrl: signatures.padesUrl },
  }
}
