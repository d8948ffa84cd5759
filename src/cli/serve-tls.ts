/**
 * The certificates of a served portal: made for tests, or one's own.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { safeTlsOptions } from '../http/tls-options.js'
import { isError } from '../outcome.js'
import type { Accounts, ServeTlsOptions } from '../simulator/index.js'
import { requireOneInput, UsageError, type Terminal } from './command.js'
import { isThere, read, readEach } from './files.js'
import { writeCertificates } from './certificates.js'

/** Options as they were given. */
export interface TlsCommandOptions {
  readonly tls?: boolean | undefined
  readonly 'test-certificates'?: string | undefined
  readonly key?: string | undefined
  readonly certificates?: string | undefined
  readonly trust?: readonly string[] | undefined
}

/** What the port needs for TLS: read from files, or made or found in a directory once it is known for whom. */
export type TlsSource = (accounts: Accounts) => Promise<ServeTlsOptions>

/** Where options say that what TLS needs comes from; undefined if the port is not to speak it. */
export async function tlsSourceFrom(
  options: TlsCommandOptions,
  terminal: Pick<Terminal, 'input'>,
): Promise<TlsSource | undefined> {
  const { tls = false, 'test-certificates': directory, ...files } = options
  const own = Object.values(files).filter((value) => value !== undefined)
  if (!tls) {
    if (directory === undefined && own.length === 0) return undefined
    throw new UsageError('--test-certificates, --key, --certificates and --trust are for --tls.')
  }
  if (directory !== undefined && own.length === 0) return async (accounts) => madeFor(directory, accounts, terminal)
  const { key, certificates, trust = [] } = files
  if (directory !== undefined || key === undefined || certificates === undefined || trust.length === 0)
    throw new UsageError('--tls needs either --test-certificates, or --key, --certificates and --trust.')
  requireOneInput([key, certificates, ...trust])
  const read = await tlsOf(key, certificates, trust, terminal)
  return async () => Promise.resolve(read)
}

async function madeFor(
  directory: string,
  { senders, brokers }: Accounts,
  terminal: Pick<Terminal, 'input'>,
): Promise<ServeTlsOptions> {
  const key = join(directory, 'server.key.pem')
  const clients = [...senders, ...brokers].map(({ organizationNumber }) => organizationNumber)
  if (!(await isThere(key))) await writeCertificates('serve', directory, clients)
  for (const number of clients)
    if (!(await isThere(join(directory, `${number}.key.pem`))))
      throw new UsageError(
        `${directory}: has no certificate of ${number}: make them in another directory.`,
        'cli.unusable',
      )
  await requireValid(join(directory, 'server.pem'))
  return tlsOf(key, join(directory, 'server.pem'), [join(directory, 'root.pem')], terminal)
}

/** Certificates that were made once end at some time, and clients would then be told by nobody. */
async function requireValid(path: string): Promise<void> {
  const { validFrom, validTo } = new X509Certificate(await read(path))
  const now = Date.now()
  if (now < Date.parse(validFrom) || now > Date.parse(validTo))
    throw new UsageError(
      `${path}: the certificate is not valid now: make certificates in another directory.`,
      'cli.unusable',
    )
}

/** Words for issues whose own are about what only a client is given. */
const wordsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tls.client-certificate': {
    key: 'There is no private key in PEM that can be read.',
    cert: 'There is no certificate in PEM that can be read.',
  },
  'key.passphrase-missing': { passphrase: 'The private key is encrypted: one that is not is needed.' },
}

/** Reads the files; all that are of no use are told at once. */
async function tlsOf(
  key: string,
  certificates: string,
  trust: readonly string[],
  terminal: Pick<Terminal, 'input'>,
): Promise<ServeTlsOptions> {
  const [keyPem = '', cert = '', ...roots] = await readEach([key, certificates, ...trust], terminal)
  const made = safeTlsOptions({ key: keyPem, cert, ca: roots })
  if (made.ok) return { key: keyPem, cert, ca: made.value.ca }
  const problems = made.issues.filter(isError).map(({ code, message, property: [part, index] = [] }) => {
    const file =
      part === 'ca' ? (trust[typeof index === 'number' ? index : 0] ?? '') : part === 'cert' ? certificates : key
    return `${file}: ${wordsOf[code]?.[String(part)] ?? message}`
  })
  throw new UsageError(new Set(problems), 'cli.unusable')
}
