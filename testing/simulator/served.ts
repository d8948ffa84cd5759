/** The simulated portal of `simulated.ts` on a port: opened before each test, closed after it. */
import { expect } from 'vitest'
import { serve, type ServedSimulator, type ServeOptions } from 'signering-portal/simulator'
import { differences } from './control-description.js'
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

/** Asks for a control; whatever comes of it, the description of the controls says so. */
export async function control(name: string, input: unknown, contentType = 'application/json'): Promise<Response> {
  const body = typeof input === 'string' ? input : JSON.stringify(input)
  const headers = { 'Content-Type': contentType }
  const { href } = new URL(`/control/${name}`, served.root)
  const response = await fetch(href, { method: 'POST', headers, body })
  expect(await differences('POST', href, input, response)).toBe('')
  return response
}

/** Looks at what a control shows; it is as it is described. */
export async function view(name: string): Promise<unknown> {
  const { href } = new URL(`/control/${name}`, served.root)
  const response = await fetch(href)
  expect(await differences('GET', href, undefined, response)).toBe('')
  return response.json()
}
