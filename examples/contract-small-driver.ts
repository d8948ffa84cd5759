/** A driver of a client that can ask who is calling, and nothing else yet. */
import { createInterface } from 'node:readline'

let address = ''
const client: Readonly<Record<string, (given: never) => unknown>> = {
  start: ({ root, sender }: { root: string; sender: { organizationNumber: string } }) => {
    address = `${root}/${sender.organizationNumber}`
    return null
  },
  organization: async () => (await fetch(address)).text(),
}
for await (const line of createInterface({ input: process.stdin })) {
  const { id, call, arguments: given } = JSON.parse(line) as { id: number; call: string; arguments: never }
  const operation = client[call]
  const answer = operation ? { value: await operation(given) } : { unsupported: 'no function for it yet' }
  console.log(JSON.stringify({ id, ...answer }))
}
