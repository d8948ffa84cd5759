/** The program: reads its settings from the environment, and runs the endpoint and a worker until it is stopped. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { signingKeyFromPem } from 'signering-portal/bundle'
import { portalOperations, redact } from 'signering-portal/http'
import { sendOverHttps, tlsOptions } from 'signering-portal/tls'
import { openFolder, openPostgres } from './database.js'
import { createEndpoint } from './endpoint.js'
import type { Service } from './service.js'
import { work } from './worker.js'

function setting(name: string, otherwise?: string): string {
  const value = process.env[name] ?? otherwise
  if (value === undefined) throw new Error(`Set ${name}`)
  return value
}

/** What is wrong with a setting, or with what one leads to, and no stack. */
process.on('uncaughtException', ({ message, code }: NodeJS.ErrnoException) => {
  console.error(`service: it does not start: ${message || code}`)
  process.exit(1)
})

const { DATABASE_URL: url, CA_FILE: caFile } = process.env
const [key, cert] = [readFileSync(setting('KEY_FILE'), 'utf8'), readFileSync(setting('CERTIFICATES_FILE'), 'utf8')]
const sender = { organizationNumber: setting('ORGANIZATION_NUMBER') }
const sector = setting('SECTOR')
if (sector !== 'PUBLIC' && sector !== 'PRIVATE') throw new Error('SECTOR must be PUBLIC or PRIVATE')
const environment = setting('ENVIRONMENT', 'test') as 'test' | 'production'
const ca = caFile === undefined ? undefined : readFileSync(caFile, 'utf8')
const service: Service = {
  portal: portalOperations({ root: setting('PORTAL_ROOT'), ...sender }),
  send: sendOverHttps({ tls: tlsOptions({ key, cert, environment, ca }), timeoutMilliseconds: 30_000 }),
  key: signingKeyFromPem({ key, certificates: cert }),
  own: { sector, sender, pollingQueue: setting('POLLING_QUEUE', 'service') },
  now: () => new Date(),
  tell: (problem) => process.stderr.write(`${inspect(redact(problem), { depth: 10 })}\n`),
  database: await (url === undefined ? openFolder(setting('FOLDER', 'service-data')) : openPostgres(url)),
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stopping.abort.bind(stopping))
const endpoint = createEndpoint(service).listen(Number(setting('PORT', '3000')), '127.0.0.1')
await once(endpoint, 'listening')
process.removeAllListeners('uncaughtException')
console.log(`service: on port ${setting('PORT', '3000')}, with ${url === undefined ? 'PGlite' : 'PostgreSQL'}`)
await work(service, stopping.signal)
// What is asked now is answered yet.
await once(endpoint.close(), 'close')
await service.database.close()
