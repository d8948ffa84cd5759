/** The simulated portal behind msw: code that calls the global fetch or node:https meets it without knowing. */
import type { Expose } from 'signering-portal/contract'
import { environments } from 'signering-portal/http'
import { simulatorHandlers } from 'signering-portal/msw'
import type { Simulator } from 'signering-portal/simulator'
import { setupServer, type SetupServer } from 'msw/node'

export async function interceptPortal(simulator: Simulator): Promise<SetupServer> {
  return setupServer(...(await simulatorHandlers(simulator, { root: environments.difitest })))
}

/** Puts the portal of a case behind msw, under two origins, for clients that bring their own way to send. */
export const exposeWithMsw: Expose = async (simulator, client) => {
  const [root, foreignRoot] = ['https://portal.example/api', 'https://elsewhere.example/api']
  const server = setupServer(
    ...(await simulatorHandlers(simulator, { root, client })),
    ...(await simulatorHandlers(simulator, { root: foreignRoot, client })),
  )
  server.listen({ onUnhandledRequest: 'error' })
  const close = (): Promise<void> => {
    server.close()
    return Promise.resolve()
  }
  return { root, foreignRoot, fetch: (url, init) => fetch(url, init), close }
}
