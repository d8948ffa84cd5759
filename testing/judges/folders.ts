/** Lays packages out in folders, as the judges want to find them. */
import { createPrivateKey, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { MadeCertificate } from '../certificates.js'
import { bitString, der, integer, objectIdentifier, sequence, time } from '../der.js'
import type { JudgedPackage } from './package.js'

/** A package in a folder of its own. */
export interface Laid {
  readonly judged: JudgedPackage
  readonly folder: string
}

/**
 * Gives each package a folder: `package.asice`; its `files`; `trust.pem` and `intermediates.pem`; `crls`, the lists of
 * revoked certificates; `time`, when it is judged. The folders are gone when `use` is done.
 */
export async function inFolders<T>(
  packages: readonly JudgedPackage[],
  use: (laid: readonly Laid[]) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'judges-'))
  try {
    return await use(packages.map((judged, index) => layOut(judged, join(root, String(index).padStart(3, '0')))))
  } finally {
    rmSync(root, { recursive: true })
  }
}

function layOut(judged: JudgedPackage, folder: string): Laid {
  const pem = (certificates: readonly MadeCertificate[]): string =>
    certificates.map(({ certificatePem }) => certificatePem).join('')
  const contents = new Map<string, Uint8Array | string>([
    ['package.asice', judged.bytes],
    ...[...judged.files].map(([name, bytes]) => [`files/${name}`, bytes] as const),
    ['trust.pem', pem(judged.trust)],
    ['intermediates.pem', pem(judged.intermediates)],
    ...judged.authorities.map((authority, index) => [`crls/${index}.crl`, makeCrl(authority)] as const),
    ['time', judged.receivedAt.toISOString()],
  ])
  for (const name of ['files', 'crls']) mkdirSync(join(folder, name), { recursive: true })
  for (const [name, bytes] of contents) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return { judged, folder }
}

/** An empty list of revoked certificates (RFC 5280, section 5.1). */
function makeCrl({ subjectDer, privateKeyPem }: MadeCertificate): Uint8Array {
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.1.11'), der(0x05))
  const times = ['2020-01-02T00:00:00Z', '2039-01-01T00:00:00Z'].map((text) => time(new Date(text)))
  const toBeSigned = sequence(integer(1n), algorithm, subjectDer, ...times)
  return sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, createPrivateKey(privateKeyPem))))
}
