/** The simulated portal behind msw: code that calls the global fetch or node:https meets it without knowing. */
import { portalHandlers, type Portal } from 'signering-portal/contract'
import { environments } from 'signering-portal/http'
import { setupServer, type SetupServer } from 'msw/node'

export async function interceptPortal(portal: Portal): Promise<SetupServer> {
  return setupServer(...(await portalHandlers(portal, { root: environments.difitest })))
}
