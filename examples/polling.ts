import { setTimeout } from 'node:timers/promises'
import { statusChanges, type PollingClock, type PortalOperations, type Send } from 'signering-portal/http'

export const clock: PollingClock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
}

export async function archiveSignedDocuments(
  portal: PortalOperations,
  send: Send,
  archive: (signatureJobId: string, document: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const onProblem = (problem: unknown): void => {
    console.warn(problem)
  }
  const changes = statusChanges(send, { portal, clock, signal, onProblem })
  for await (const change of changes) {
    try {
      const { padesUrl } = change.signatures
      if (change.status === 'COMPLETED_SUCCESSFULLY' && padesUrl !== undefined) {
        const download = await send(portal.downloadPades(padesUrl))
        await archive(change.signatureJobId, await download.bytes())
      }
      // Asking for the next change confirms this one.
    } catch (problem) {
      // This one comes back in 10 minutes, and the others do not wait for it.
      changes.notHandled()
      onProblem(problem)
    }
  }
}
