/**
 * The files of a key and its certificates that a command is given.
 *
 * @module
 */
import { safeSigningKeyFromPem, type SigningKey } from '../bundle/index.js'
import { safeSigningKeyFromPkcs12, type Pkcs12KeyOptions } from '../bundle/pkcs12.js'
import { isString } from '../guard.js'
import type { Result } from '../issue.js'
import { kinds, readAll, UsageError, type Terminal } from './command.js'
import { readEach, readOrInput } from './files.js'

/** Options that name the files. */
export const keyOptions: {
  readonly key: typeof kinds.text
  readonly certificates: typeof kinds.texts
  readonly pkcs12: typeof kinds.text
  readonly 'passphrase-file': typeof kinds.text
} = { key: kinds.text, certificates: kinds.texts, pkcs12: kinds.text, 'passphrase-file': kinds.text }

/** Options as they were given. */
type KeyOptions = Readonly<
  Partial<Record<Exclude<keyof typeof keyOptions, 'certificates'>, string | undefined>> & {
    certificates?: readonly string[] | undefined
  }
>

const passphraseVariable = 'SIGNERING_PORTAL_PASSPHRASE'

/** What the helps say of the options. */
export const keyHelp = `  --pkcs12 FILE            the private key and its certificates as PKCS#12 (.p12, .pfx), or
  --key FILE               the private key in PEM, and
  --certificates FILE      the certificate and those of its issuers in PEM, in any order; may be given more than once
  --passphrase-file FILE   the passphrase of the key or of the PKCS#12 file, on the first line of a file`

/** What the helps say of the passphrase. */
export const passphraseHelp: string = `The passphrase can also be in the environment variable ${passphraseVariable}, empty too. It is no option: others on the
machine could see it.`

/** All files that options name. */
export function keyFilesIn(options: KeyOptions): readonly string[] {
  const { key, certificates = [], pkcs12, 'passphrase-file': passphraseFile } = options
  return [key, ...certificates, pkcs12, passphraseFile].filter(isString)
}

/** Requires options to name one key: a PKCS#12 file, or a key in PEM with certificates. */
export function requireKeyFiles({ key, certificates, pkcs12 }: KeyOptions): void {
  const isPem = key !== undefined && certificates !== undefined
  const isMixed = pkcs12 !== undefined && (key !== undefined || certificates !== undefined)
  if (isMixed || (!isPem && pkcs12 === undefined))
    throw new UsageError('Either --pkcs12, or --key and --certificates, are needed.')
}

/** What the files hold. */
export interface KeyMaterial {
  /** The PKCS#12 file; absent where the key is in PEM. */
  readonly pkcs12: Uint8Array | undefined
  /** The private key in PEM. */
  readonly key: Uint8Array | undefined
  readonly certificates: readonly Uint8Array[]
  readonly passphrase: string | undefined
}

/** Reads the files; all that cannot be read are told at once. */
export async function readKeyFiles(options: KeyOptions, terminal: Terminal): Promise<KeyMaterial> {
  const { key, certificates = [], pkcs12, 'passphrase-file': passphraseFile } = options
  const optional = async (path: string | undefined): Promise<Uint8Array | undefined> =>
    path === undefined ? undefined : readOrInput(path, terminal)
  const read = await readAll({
    pkcs12: async () => optional(pkcs12),
    key: async () => optional(key),
    certificates: async () => readEach(certificates, terminal),
    secret: async () => optional(passphraseFile),
  })
  const { secret, ...material } = read
  const passphrase = secret === undefined ? terminal.environment[passphraseVariable] : firstLineOf(secret)
  return { ...material, passphrase }
}

/** Makes the key of the files. */
export async function signingKeyOf(material: KeyMaterial): Promise<Result<SigningKey>> {
  const { pkcs12, key = new Uint8Array(), certificates, passphrase } = material
  if (pkcs12 === undefined) return safeSigningKeyFromPem({ key, certificates, passphrase })
  // Without one it says that it is missing.
  return safeSigningKeyFromPkcs12({ pkcs12, passphrase } as Pkcs12KeyOptions)
}

function firstLineOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\r?\n[^]*$/, '')
}
