import type { Send } from 'signering-portal/http'
import { sendOverHttps, tlsOptions, type TlsOptions } from 'signering-portal/tls'

export function sendWithHttps(options: TlsOptions): Send {
  return sendOverHttps({ tls: tlsOptions(options) })
}
