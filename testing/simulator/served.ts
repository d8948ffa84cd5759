/** The simulated portal of `simulated.ts` on a port: opened before each test, closed after it. */
import { serve, type ServedSimulator, type ServeOptions } from 'signering-portal/simulator'
import { begin, clock, simulator } from './simulated.js'

export let served: ServedSimulator

/** Begins anew, and serves the portal with its controls. */
export async function open(): Promise<void> {
  begin()
  served = await serve(simulator, { control: clock })
}

/** Closes the port, and serves the same portal in another way. */
export async function openAgain(options?: ServeOptions): Promise<void> {
  await served.close()
  served = await serve(simulator, options)
}

/** Asks for a control. */
export async function control(name: string, input: unknown, contentType = 'application/json'): Promise<Response> {
  const body = typeof input === 'string' ? input : JSON.stringify(input)
  const headers = { 'Content-Type': contentType }
  return fetch(new URL(`/control/${name}`, served.root), { method: 'POST', headers, body })
}
