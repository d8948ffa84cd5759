/** The simulated portal on a real port, with its controls, for a client in any language. */
import { createPortal, serve, virtualClock, type ServedPortal } from 'signering-portal/contract'

export async function servePortal(port: number): Promise<ServedPortal> {
  // Runs along with the clock of the machine, so that signing times fit, until a test moves it.
  const clock = virtualClock({ now: () => new Date() })
  const portal = createPortal({
    clock,
    senders: [{ organizationNumber: '123456785', sector: 'PUBLIC' }],
    // A client that signs by its own clock is behind once the portal's has been moved.
    signingTimeToleranceSeconds: Infinity,
  })
  return serve(portal, { port, control: clock })
}
