import { sendWith, type Send } from 'signering-portal/http'
import { tlsOptions, type TlsOptions } from 'signering-portal/tls'
import { Agent, fetch } from 'undici'

export function sendWithUndici(options: TlsOptions): Send {
  const dispatcher = new Agent({ connect: tlsOptions(options) })
  return sendWith((url, init) => fetch(url, { ...init, dispatcher }))
}
