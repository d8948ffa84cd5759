import { sendWith, type Send } from 'signering-portal/http'
import { tlsOptions, type TlsConfiguration } from 'signering-portal/tls'
import { Agent, fetch } from 'undici'

export function sendWithUndici(configuration: TlsConfiguration): Send {
  const dispatcher = new Agent({ connect: tlsOptions(configuration) })
  return sendWith((url, init) => fetch(url, { ...init, dispatcher }))
}
