/**
 * The command `certificates`.
 *
 * @module
 */
import { escapeSteering } from '../contract/harmless.js'
import type { TestCertificatesFiles } from '../simulator/index.js'
import { exitCodes, kinds, onlyOne, parseOptions, readAll, UsageError, withReason, type Command } from './command.js'
import { wordsFor } from './files.js'
import { loadSimulator } from './simulator.js'

const help = `Usage: signering-portal certificates [OPTION...] DIRECTORY

Makes keys and certificates for tests, valid from yesterday for ten years: a root, the service's server (984661185), a server
of another organization, and clients. They are worth nothing outside of tests. The directory is made if there is none; it gets

  root.pem                      the root, which clients and servers are to trust
  server.pem, other-server.pem, NUMBER.pem
                                the certificates of each, up to the root
  server.key.pem, ...           the private keys, in PEM, not encrypted
  server.p12, ...               both, as PKCS#12
  passphrase.txt                the passphrase of the PKCS#12 files
  seid-1/                       the same, less the root's key, for certificates that name the organization as SEID 1 does

Only their owner may read keys, PKCS#12 files and passphrase. A file that is there already is not replaced.

Options:
  --organization NUMBER  a client; may be given more than once (default: 123456785, 987654325, and the brokers 555555555 and 666666666)
  --json                 print JSON
  -h, --help             print this

Exit codes: 0 written, 2 a wrong option, files that are there or cannot be written, or a package that is not installed.`

const run: Command['run'] = async (commandArguments) => {
  const { values, positionals } = parseOptions(commandArguments, { organization: kinds.texts })
  const { directory, clients } = await readAll({
    directory: () => {
      const directory = onlyOne('directory', positionals)
      if (directory === '-') throw new UsageError('The certificates are several files: the directory cannot be -.')
      return directory
    },
    clients: () => {
      if (values.organization?.every((number) => /^[0-9]{9}$/.test(number)) === false)
        throw new UsageError('--organization is nine digits.')
      return values.organization
    },
  })
  const files = await writeCertificates('certificates', directory, clients)
  const count = Object.keys(files.clients).length
  const line = `${escapeSteering(directory)}: certificates of ${count} clients and 2 servers`
  return { exitCode: exitCodes.ok, result: files, lines: [line] }
}

/** Makes certificates and writes them, for a command. */
export async function writeCertificates(
  command: string,
  directory: string,
  clients: readonly string[] | undefined,
): Promise<TestCertificatesFiles> {
  const { makeTestCertificates, writeTestCertificates } = await loadSimulator(command, 'node-forge')
  const made = await makeTestCertificates({ now: new Date(), clients })
  const own: Readonly<Record<string, string>> = {
    EEXIST: 'a file of one of the names is there already, and is not replaced',
    ENOTDIR: 'is no directory',
  }
  return withReason(writeTestCertificates(directory, made), (code) =>
    own[code] === undefined ? wordsFor(directory)(code) : `${directory}: ${own[code]}.`,
  )
}

/** Makes certificates for tests. */
export const certificates: Command = { help, run }
