/** A driver of a client that can ask who is calling, and nothing else yet: here, of the operations of this package. */
import { createInterface } from 'node:readline'
import { portalOperations, ResponseError, sendWith } from 'signering-portal/http'

interface Start {
  readonly root: string
  readonly sender: { readonly organizationNumber: string }
}

let portal = portalOperations({ root: 'http://localhost', organizationNumber: '123456785' })
const exchange = sendWith(fetch)
const client: Readonly<Record<string, (given: never) => unknown>> = {
  start: ({ root, sender }: Start) => {
    portal = portalOperations({ root, organizationNumber: sender.organizationNumber })
    return null
  },
  organization: () => exchange(portal.organization()),
}
async function answer(call: string, given: never): Promise<object> {
  const operation = client[call]
  if (operation === undefined) return { unsupported: 'no function for it yet' }
  try {
    return { value: await operation(given) }
  } catch (error) {
    const { status, serviceError } = error instanceof ResponseError ? error : {}
    return { error: { status, errorCode: serviceError?.errorCode, message: String(error) } }
  }
}
for await (const line of createInterface({ input: process.stdin })) {
  const { id, call, arguments: given } = JSON.parse(line) as { id: number; call: string; arguments: never }
  console.log(JSON.stringify({ id, ...(await answer(call, given)) }))
}
