/**
 * Certificates for tests as files, which programs in any language can be given.
 *
 * @module
 */
import { constants, copyFile, link, lstat, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { codeOf, isString, requireObject } from '../guard.js'
import type { TestCertificates, TestIdentities, TestIdentity } from './certificates.js'

/** The files of a key and its certificates, by their whole paths. */
export interface TestAuthorityFiles {
  /** The private key: PKCS#8 in PEM, not encrypted. */
  readonly key: string
  /** The certificates in PEM: first that of the key, each followed by its issuer's, up to the root. */
  readonly certificates: string
}

/** The files of an organization, by their whole paths. */
export interface TestIdentityFiles extends TestAuthorityFiles {
  /** The PKCS#12 file. */
  readonly pkcs12: string
}

/** The files of clients and servers. */
export interface TestIdentitiesFiles {
  /** Those of the service. */
  readonly server: TestIdentityFiles
  /** Those of a server that is not the service. */
  readonly otherServer: TestIdentityFiles
  /** Those of clients, by organization number. */
  readonly clients: Readonly<Record<string, TestIdentityFiles>>
}

/** The files of {@link TestCertificates}, by their whole paths. */
export interface TestCertificatesFiles extends TestIdentitiesFiles {
  /** The root's key, and its certificate, which clients and servers are to trust. */
  readonly root: TestAuthorityFiles
  /** The passphrase of the PKCS#12 files: one line, without an end of line. */
  readonly passphrase: string
  /** The same with certificates of the form SEID 1. */
  readonly seid1: TestIdentitiesFiles
}

/** The files that clients need of {@link TestCertificates}, by their whole paths. */
export interface ClientCertificatesFiles {
  /** The roots that they are to trust. */
  readonly trust: string
  /** The passphrase of the PKCS#12 files. */
  readonly passphrase: string
  /** Those of clients, by organization number. */
  readonly clients: TestIdentitiesFiles['clients']
}

/** What a file holds, and who may read it. */
interface File {
  readonly path: string
  readonly content: string | Uint8Array
  readonly isSecret: boolean
}

/**
 * Writes certificates into a directory, which is made if there is none: `root.pem`, `root.key.pem`, `passphrase.txt`, and for
 * each of `server`, `other-server` and the organization numbers of clients a file `.pem` with the certificates, one `.key.pem`
 * and one `.p12`; once more in `seid-1` with certificates of that form, beside copies of `root.pem` and `passphrase.txt`. Only their
 * owner may read keys and passphrase.
 *
 * No file is replaced: somebody may use the key that is in it. Where one is there already, nothing is written, and where one
 * cannot be written, those before it are removed.
 *
 * @param directory - where to
 * @param certificates - what {@link makeTestCertificates} has made
 * @returns the paths of the files
 * @throws Error of Node with its `code` where something cannot be written: `EEXIST`, with the `path`, for a file that is there
 *   already
 * @throws TypeError if the directory is no text, or empty, or there are no certificates
 *
 * @example
 * ```ts
 * import { makeTestCertificates, writeTestCertificates } from 'signering-portal/simulator'
 *
 * declare const folder: string
 * declare const now: Date
 *
 * const { root } = await writeTestCertificates(folder, await makeTestCertificates({ now }))
 * console.log(root.certificates.endsWith('root.pem')) // true
 * ```
 */
export async function writeTestCertificates(
  directory: string,
  certificates: TestCertificates,
): Promise<TestCertificatesFiles> {
  // Nothing would mean the working directory.
  if (!isString(directory) || directory === '') throw new TypeError('The directory for certificates is a path.')
  const folder = resolve(directory)
  const { root, server, seid1 } = requireObject(certificates, 'What is to be written')
  const { files, add } = newFiles()
  const rootFiles = {
    key: add(join(folder, 'root.key.pem'), root.key),
    certificates: add(join(folder, 'root.pem'), root.certificates, false),
  }
  const paths = {
    root: rootFiles,
    passphrase: add(join(folder, 'passphrase.txt'), server.passphrase),
    ...filesOf(certificates, folder, add),
    seid1: filesOf(seid1, join(folder, 'seid-1'), add),
  }
  // So that either directory serves by itself.
  add(join(folder, 'seid-1', 'root.pem'), root.certificates, false)
  add(join(folder, 'seid-1', 'passphrase.txt'), server.passphrase)
  await writeAll(files, [folder, join(folder, 'seid-1')])
  return paths
}

/** Writes of certificates what clients need, and no key of anybody else, under the same names as {@link writeTestCertificates}. */
export async function writeClientCertificates(
  folder: string,
  { root, server, clients }: TestCertificates,
): Promise<ClientCertificatesFiles> {
  const { files, add } = newFiles()
  const paths = {
    trust: add(join(folder, 'root.pem'), root.certificates, false),
    passphrase: add(join(folder, 'passphrase.txt'), server.passphrase),
    clients: clientFilesOf(clients, folder, add),
  }
  await writeAll(files, [folder])
  return paths
}

/** Takes note of a file to be written, and gives its path. */
type Add = (path: string, content: File['content'], isSecret?: boolean) => string

function newFiles(): { readonly files: readonly File[]; readonly add: Add } {
  const files: File[] = []
  const add: Add = (path, content, isSecret = true) => {
    files.push({ path, content, isSecret })
    return path
  }
  return { files, add }
}

function filesOf({ server, otherServer, clients }: TestIdentities, folder: string, add: Add): TestIdentitiesFiles {
  return {
    server: identityFilesOf('server', server, folder, add),
    otherServer: identityFilesOf('other-server', otherServer, folder, add),
    clients: clientFilesOf(clients, folder, add),
  }
}

function clientFilesOf(clients: TestIdentities['clients'], folder: string, add: Add): TestIdentitiesFiles['clients'] {
  return Object.fromEntries(
    Object.entries(clients).map(([number, client]) => [number, identityFilesOf(number, client, folder, add)]),
  )
}

function identityFilesOf(
  name: string,
  { key, certificates, pkcs12 }: TestIdentity,
  folder: string,
  add: Add,
): TestIdentityFiles {
  return {
    key: add(join(folder, `${name}.key.pem`), key),
    certificates: add(join(folder, `${name}.pem`), certificates, false),
    pkcs12: add(join(folder, `${name}.p12`), pkcs12),
  }
}

async function writeAll(files: readonly File[], folders: readonly string[]): Promise<void> {
  for (const { path } of files)
    if (await exists(path)) throw Object.assign(new Error(`${path} is there already.`), { code: 'EEXIST', path })
  const made: string[] = []
  try {
    for (const folder of folders) {
      const first = await makeFolder(folder)
      if (first !== undefined) made.push(first)
    }
    for (const file of files) {
      await writeNew(file)
      made.push(file.path)
    }
  } catch (error) {
    // Half of them would be of no use, and in the way of the next.
    for (const path of made.reverse()) await rm(path, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

/** Writes a file beside, and gives it its name once it is whole; one of that name that has come meanwhile is kept. */
async function writeNew({ path, content, isSecret }: File): Promise<void> {
  const folder = await mkdtemp(join(dirname(path), '.signering-portal-'))
  const beside = join(folder, 'file')
  try {
    await writeFile(beside, content, { flag: 'wx', mode: isSecret ? 0o600 : 0o644 })
    // Not every file system has files of two names.
    await link(beside, path).catch(async (error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error
      await copyFile(beside, path, constants.COPYFILE_EXCL)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Makes a folder and those around it, and gives the first that it made. Node's own way tries for ever where the system says that
 * the folder around is not there though it is, as in /proc.
 */
async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder)
    return folder
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined
    const around = dirname(folder)
    if (code !== 'ENOENT' || around === folder) throw error
    const first = await makeFolder(around)
    if (first === undefined) throw error
    await mkdir(folder)
    return first
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false
      throw error
    },
  )
}
