/**
 * The certificates of a served portal: made for tests, or one's own.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { safeTlsOptions } from '../http/tls.js'
import type { Accounts, ServeTlsOptions } from '../simulator/index.js'
import { UsageError } from './command.js'
import { isThere, read } from './files.js'
import { writeCertificates } from './certificates.js'

/** Options as they were given. */
export interface TlsCommandOptions {
  readonly tls?: boolean | undefined
  readonly 'test-certificates'?: string | undefined
  readonly key?: string | undefined
  readonly certificates?: string | undefined
  readonly trust?: readonly string[] | undefined
}

/** What the port needs for TLS; undefined if it is not to speak it. Files that are missing are made where that was said. */
export async function tlsFrom(options: TlsCommandOptions, accounts: Accounts): Promise<ServeTlsOptions | undefined> {
  const { tls = false, 'test-certificates': directory, ...files } = options
  const own = Object.values(files).filter((value) => value !== undefined)
  if (!tls) {
    if (directory === undefined && own.length === 0) return undefined
    throw new UsageError('--test-certificates, --key, --certificates and --trust are for --tls.')
  }
  if (directory !== undefined && own.length === 0) return madeFor(directory, accounts)
  const { key, certificates, trust = [] } = files
  if (directory !== undefined || key === undefined || certificates === undefined || trust.length === 0)
    throw new UsageError('--tls needs either --test-certificates, or --key, --certificates and --trust.')
  return tlsOf(key, certificates, trust)
}

async function madeFor(directory: string, { senders, brokers }: Accounts): Promise<ServeTlsOptions> {
  const key = join(directory, 'server.key.pem')
  const clients = [...senders, ...brokers].map(({ organizationNumber }) => organizationNumber)
  if (!(await isThere(key))) await writeCertificates('serve', directory, clients)
  for (const number of clients)
    if (!(await isThere(join(directory, `${number}.key.pem`))))
      throw new UsageError(`${directory}: has no certificate of ${number}: make them in another directory.`)
  await requireValid(join(directory, 'server.pem'))
  return tlsOf(key, join(directory, 'server.pem'), [join(directory, 'root.pem')])
}

/** Certificates that were made once end at some time, and clients would then be told by nobody. */
async function requireValid(path: string): Promise<void> {
  const { validFrom, validTo } = new X509Certificate(await read(path))
  const now = Date.now()
  if (now < Date.parse(validFrom) || now > Date.parse(validTo))
    throw new UsageError(`${path}: the certificate is not valid now: make certificates in another directory.`)
}

/** Words for issues whose own are about what only a client is given. */
const wordsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tls.client-certificate': {
    key: 'There is no private key in PEM that can be read.',
    cert: 'There is no certificate in PEM that can be read.',
  },
  'key.passphrase-missing': { passphrase: 'The private key is encrypted: one that is not is needed.' },
}

/** Reads the files, and tells of the first that is of no use. */
async function tlsOf(key: string, certificates: string, trust: readonly string[]): Promise<ServeTlsOptions> {
  const [keyPem, cert, ...roots] = await Promise.all([key, certificates, ...trust].map(read))
  const given = { key: keyPem, cert, ca: roots }
  const made = safeTlsOptions(given)
  if (made.ok) return { key: keyPem ?? '', cert: cert ?? '', ca: made.value.ca }
  const [{ code, message, property: [part, index] = [] } = { code: '', message: '' }] = made.issues
  const file =
    part === 'ca' ? (trust[typeof index === 'number' ? index : 0] ?? '') : part === 'cert' ? certificates : key
  throw new UsageError(`${file}: ${wordsOf[code]?.[String(part)] ?? message}`)
}
