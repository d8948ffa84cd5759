/** Packages with a fault, and the good one that they are made of: two documents, as our own writer writes it. */
import type { IssueCode } from 'signering-portal/codec'
import { makeArchive } from '../bundle/archives.js'
import { foreignSignatures, type Manner } from '../bundle/foreign-signatures.js'
import { judged, type Circumstances, type JudgedPackage, type Matter } from './package.js'
import { ordinaryChain, signaturesName, written } from './written.js'

/** The files of the good package. */
export const files: ReadonlyMap<string, Uint8Array> = (await written('two documents')).files

/** Those that are signed. */
export const signed: ReadonlyMap<string, Uint8Array> = new Map([...files].filter(([name]) => name !== signaturesName))

/** The signature, as it is in the good package. */
export const signaturesXml: string = new TextDecoder().decode(files.get(signaturesName))

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The files with others in their place, or beside them. */
export function withFiles(others: Readonly<Record<string, Uint8Array | string>>): ReadonlyMap<string, Uint8Array> {
  const changed = Object.entries(others).map(
    ([name, content]) => [name, typeof content === 'string' ? encode(content) : content] as const,
  )
  return new Map([...files, ...changed])
}

/** The files with another signature. */
export const withSignatures = (xml: string): ReadonlyMap<string, Uint8Array> => withFiles({ [signaturesName]: xml })

/** The signature with a text, which must be there, replaced. */
export function replaced(from: string | RegExp, to: string, xml: string = signaturesXml): string {
  const changed = xml.replace(from, to)
  if (changed === xml) throw new Error(`There is nothing to replace: ${String(from)}`)
  return changed
}

/** Files, or the good ones, with a signature that another program made of them in its manner. */
export function signedLike(
  manner: Manner,
  some: ReadonlyMap<string, Uint8Array> = signed,
): ReadonlyMap<string, Uint8Array> {
  return new Map([...some, [signaturesName, encode(foreignSignatures(some, manner))]])
}

/** The files with a signature of another program, in which a text, which must be there, was replaced before it was signed. */
export const signedWith = (from: string | RegExp, to: string): ReadonlyMap<string, Uint8Array> =>
  signedLike({ change: (xml) => replaced(from, to, xml) })

/** What is wrong with a package, and of what it is made. */
export interface FaultyInput extends Partial<Circumstances> {
  readonly code: IssueCode
  readonly files?: ReadonlyMap<string, Uint8Array>
  /** The archive, if it is not plainly that of the files. */
  readonly bytes?: Uint8Array
}

/** Packages with a fault in one matter, by their names. */
export function faulty(matter: Matter, cases: Readonly<Record<string, FaultyInput>>): readonly JudgedPackage[] {
  return Object.entries(cases).map(([name, input]) => {
    const { code, files: some = files, chain = ordinaryChain } = input
    const bytes = input.bytes ?? makeArchive([...some].map(([entry, content]) => ({ name: entry, bytes: content })))
    return judged(name, bytes, some, { ...input, chain }, { matter, code })
  })
}
