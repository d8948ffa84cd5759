/** The simulated portal on a real port, with its controls, for a client in any language. */
import { createSimulator, serve, virtualClock, type ServedSimulator } from 'signering-portal/simulator'

export async function servePortal(port: number): Promise<ServedSimulator> {
  // Runs along with the clock of the machine, so that signing times fit, until a test moves it.
  const clock = virtualClock({ now: () => new Date() })
  const simulator = createSimulator({
    clock,
    senders: [{ organizationNumber: '123456785', sector: 'PUBLIC' }],
    // A client that signs by its own clock is behind once the portal's has been moved.
    signingTimeToleranceSeconds: Infinity,
  })
  return serve(simulator, { port, control: clock })
}
