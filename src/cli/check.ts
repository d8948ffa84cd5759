/**
 * The command `check`.
 *
 * @module
 */
import { inOneLine } from '../contract/harmless.js'
import { environments } from '../http/environments.js'
import { portalOperations } from '../http/operations.js'
import { redact } from '../http/redact.js'
import { safeTlsOptions, type TlsConnectOptions } from '../http/tls-options.js'
import { isString } from '../guard.js'
import { formatIssue, type Issue, type IssueCode, type Result } from '../issue.js'
import { attempt, isError, issuesOf } from '../outcome.js'
import { readableCertificates, readCertificates, type Certificate } from '../x509/certificate.js'
import { leavesAmong } from '../x509/chain.js'
import { certificateIssues, certificatesIn, told, type ToldCertificate } from './check-certificate.js'
import { ask, contact, type Answer } from './check-service.js'
import { exitCodes, kinds, oneOf, parseOptions, readAll, requireOneInput, UsageError, type Command } from './command.js'
import { readEach } from './files.js'
import {
  keyFilesIn,
  keyHelp,
  keyOptions,
  passphraseHelp,
  readKeyFiles,
  requireKeyFiles,
  signingKeyOf,
  type KeyMaterial,
} from './key-files.js'
import { personalOption } from './personal.js'

type EnvironmentName = keyof typeof environments
const environmentNames = Object.keys(environments) as readonly EnvironmentName[]

const help = `Usage: signering-portal check [OPTION...] --pkcs12 FILE --environment NAME
       signering-portal check [OPTION...] --key FILE --certificates FILE --environment NAME

Looks whether key, certificate, organization and environment are right. Says what is wrong with them by themselves; then connects,
says whose certificate answers, asks the service who it thinks is calling (GET of the root with the organization), and says what
it said, and how far our clock is from the service's. Nothing is changed there.

Options:
${keyHelp}
  --environment NAME       ${environmentNames.join(', ')}: where the service is, and whom to trust, or
  --root URL               where the service is, such as the root of a simulated portal, and
  --trust FILE             the certificates in PEM or DER that the server's and the client's must lead to; may be given more than once
  --organization NUMBER    on whose behalf (default: the organization that the certificate names)
  --timeout SECONDS        how long the server may be silent, and the answer may take (default: 10)
  --show-personal-data     print the service's answer as it is; without it, what may be personal is left out
  --json                   print JSON
  -h, --help               print this

One of the files may be -, standard input. ${passphraseHelp}

Exit codes: 0 nothing is wrong for certain, 1 something is wrong, 2 a wrong option, or a file that cannot be read.`

const options = {
  ...{ environment: kinds.text, root: kinds.text, trust: kinds.texts, organization: kinds.text, timeout: kinds.text },
  ...{ ...keyOptions, ...personalOption },
} as const

const run: Command['run'] = async (commandArguments, terminal) => {
  const { values } = parseOptions(commandArguments, options, false)
  const { trust: trustFiles, organization } = values
  const { place, timeoutMilliseconds } = await readAll({
    key: () => {
      requireKeyFiles(values)
    },
    place: () => placeFrom(values.environment, values.root, trustFiles),
    timeoutMilliseconds: () => millisecondsFrom(values.timeout),
    input: () => {
      requireOneInput([...keyFilesIn(values), ...(trustFiles ?? [])])
    },
  })
  const { material, trust } = await readAll({
    material: async () => readKeyFiles(values, terminal),
    trust: async () => (trustFiles === undefined ? undefined : readEach(trustFiles, terminal)),
  })
  const offline = await lookAt(material, { ...place, trust, organization }, new Date())
  const online = await reach(offline, place.root, timeoutMilliseconds)
  const issues = [...offline.issues, ...online.issues]
  const show = values['show-personal-data'] === true ? inOneLine : (text: string) => inOneLine(String(redact(text)))
  const has = (code: IssueCode): boolean => issues.some((issue) => issue.code === code)
  const { answer } = online
  const result = {
    // What is none may be anything, such as a passphrase.
    ...{ root: has('http.root') ? undefined : place.root },
    ...{ organizationNumber: has('http.organization-number') ? undefined : offline.organizationNumber },
    ...{ certificate: offline.certificate, server: online.server },
    ...(answer?.status === undefined
      ? {}
      : { answer: { status: answer.status, text: textOf(answer, show), errorCode: answer.errorCode } }),
    clock: answer?.clock,
  }
  const isWrong = issues.some(isError)
  return {
    ...{ exitCode: isWrong ? exitCodes.problems : exitCodes.ok, issues, result },
    lines: [...factsIn(result), ...issues.map(formatIssue), ...(isWrong ? [] : [verdictOn(issues)])],
  }
}

function verdictOn(warnings: readonly Issue[]): string {
  return warnings.length === 0 ? 'All is well.' : 'Nothing is wrong for certain; there are warnings.'
}

/** Where the service is, and whom to trust. */
interface CheckedPlace {
  readonly root: string
  /** Absent where certificates were given to trust. */
  readonly environment: 'production' | 'test' | undefined
}

function placeFrom(name: string | undefined, root: string | undefined, trust: unknown): CheckedPlace {
  const known = oneOf('environment', name, environmentNames)
  const isOwn = root !== undefined && trust !== undefined
  if (known === undefined ? !isOwn : root !== undefined || trust !== undefined)
    throw new UsageError('Either --environment, or --root and --trust, are needed.')
  if (known !== undefined)
    return { root: environments[known], environment: known === 'production' ? 'production' : 'test' }
  if (root?.startsWith('https:') !== true) throw new UsageError('--root is an address with https.')
  return { root, environment: undefined }
}

function millisecondsFrom(seconds: string | undefined): number {
  if (seconds === undefined) return 10_000
  if (!/^[1-9][0-9]{0,5}$/.test(seconds)) throw new UsageError('--timeout is a number of seconds from 1 to 999999.')
  return Number(seconds) * 1000
}

/** What is known without a connection. */
interface Offline {
  readonly issues: readonly Issue[]
  readonly certificate?: ToldCertificate | undefined
  readonly organizationNumber?: string | undefined
  readonly tls: Result<TlsConnectOptions>
}

interface Asked extends CheckedPlace {
  readonly trust: readonly Uint8Array[] | undefined
  readonly organization: string | undefined
}

/** Looks at the files. Each code is told once: key and TLS find the same. */
async function lookAt(material: KeyMaterial, asked: Asked, now: Date): Promise<Offline> {
  const { environment, trust, organization } = asked
  const key = await signingKeyOf(material)
  const chain = key.ok ? certificatesIn(key.value.chain) : chainWithoutKey(material)
  const [leaf] = chain
  const certificate = leaf === undefined ? undefined : told(leaf.x509)
  const roots = trust === undefined ? undefined : readCertificates(trust, ['trust'])
  const organizationNumber = organization ?? certificate?.organizationNumber
  const trusted = { environment, roots: roots?.ok === true ? roots.value : [] }
  const tls = safeTlsOptions({ ...identityOf(material, chain), environment, ca: trust })
  const all = [
    ...issuesOf(key),
    ...certificateIssues(chain, organization, trusted, now),
    // What TLS says of a key that is none has been told.
    ...issuesOf(tls).filter(({ code }) => key.ok || code === 'tls.ca'),
  ]
  // Where a thing stands in a value that the command made tells nobody anything.
  const found = new Map(all.map(({ property: _, ...issue }) => [issue.code, issue]))
  return { issues: [...found.values()], certificate, organizationNumber, tls }
}

/** The certificates where the key does not say which is its own: the one that issued no other, if there is but one, and the rest. */
function chainWithoutKey({ certificates }: KeyMaterial): readonly Certificate[] {
  const { certificates: all } = readableCertificates(certificates, ['certificates'])
  const [leaf, ...others] = leavesAmong(all)
  return leaf === undefined || others.length > 0 ? [] : [leaf, ...all.filter((one) => one !== leaf)]
}

/** What TLS takes: the certificate of the key first, which files need not have. */
function identityOf(
  { pkcs12, key, passphrase }: KeyMaterial,
  chain: readonly Certificate[],
): Parameters<typeof safeTlsOptions>[0] {
  if (pkcs12 !== undefined) return { pfx: pkcs12, passphrase }
  return { key, cert: chain.map(({ x509 }) => x509.toString()).join(''), passphrase }
}

/** What a connection tells. */
interface Online {
  readonly issues: readonly Issue[]
  readonly server?: ToldCertificate | undefined
  readonly answer?: Answer | undefined
}

/** Connects and asks, as far as what was given allows. */
async function reach({ tls, organizationNumber }: Offline, root: string, milliseconds: number): Promise<Online> {
  const operations = attempt(() => portalOperations({ root, organizationNumber: organizationNumber ?? '' }))
  // That there is no number has been told.
  const wrong = issuesOf(operations)
    .filter(({ code }) => organizationNumber !== undefined || code !== 'http.organization-number')
    .map(({ property: _, ...issue }) => issue)
  if (!tls.ok || wrong.some(({ code }) => code === 'http.root')) return { issues: wrong }
  const { server, issues } = await contact(root, tls.value, milliseconds)
  const shown = server === undefined ? undefined : told(server)
  if (issues.length > 0 || !operations.ok) return { server: shown, issues: [...wrong, ...issues] }
  const answer = await ask(operations.value, tls.value, milliseconds)
  return { server: shown, issues: answer.issues, answer }
}

/** More of an answer than this nobody reads. */
const longestText = 500

function textOf({ text }: Answer, show: (text: string) => string): string | undefined {
  return text === undefined ? undefined : show(text.trim()).slice(0, longestText)
}

interface Facts {
  readonly certificate?: ToldCertificate | undefined
  readonly server?: ToldCertificate | undefined
  readonly answer?: Pick<Answer, 'status' | 'text' | 'errorCode'>
  readonly clock?: Answer['clock']
}

/** What was found out, each on a line. */
function factsIn({ certificate, server, answer, clock }: Facts): readonly string[] {
  const lines = [
    certificate === undefined ? undefined : `certificate: ${lineOf(certificate)}`,
    server === undefined ? undefined : `server: ${lineOf(server)}`,
    answer === undefined
      ? undefined
      : `answer: ${[answer.status, answer.errorCode, answer.text].filter(Boolean).join(' ')}`,
    clock === undefined ? undefined : `clock: ${clockLine(clock)}`,
  ]
  return lines.filter(isString)
}

function lineOf({ subject, organizationNumber, issuer, notBefore, notAfter }: ToldCertificate): string {
  const named = organizationNumber === undefined ? 'no organization' : `organization ${organizationNumber}`
  const [from = 'no time', to = 'no time'] = [notBefore, notAfter]
  return `${named} (${subject}), issued by ${issuer}, valid from ${from} to ${to}`
}

function clockLine({ aheadSeconds, accuracySeconds }: NonNullable<Answer['clock']>): string {
  const where = aheadSeconds < 0 ? 'behind' : 'ahead of'
  return `ours is ${Math.abs(aheadSeconds)} s ${where} the service's, give or take ${accuracySeconds} s`
}

/** Checks whether key, certificate, organization and environment are right. */
export const check: Command = { help, run }
