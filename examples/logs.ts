import { inspect } from 'node:util'
import { redact, type Send } from 'signering-portal/http'

/** Sends, and logs what is sent, what comes of it and what goes wrong, without anything personal. */
export function sendWithLog(send: Send, log: (line: string) => void): Send {
  const tell = (what: string, value: unknown): void => {
    log(`${what} ${inspect(redact(value), { depth: 10 })}`)
  }
  return async (operation, signal) => {
    tell('request', operation.request)
    try {
      const outcome = await send(operation, signal)
      tell('outcome', outcome)
      return outcome
    } catch (problem) {
      tell('problem', problem)
      throw problem
    }
  }
}
