/**
 * Makes a failing input smaller, as long as it fails in the same way.
 *
 * @module
 */
import { at, isDataList, toJson, waysIn, withAt, type Data, type Way } from './data.js'
import { listsIn, readTree, writeTree } from './der-tree.js'
import { endOf, tokensOf } from './xml-tokens.js'

/** Whether an input still fails in the same way. */
type Fails = (input: Data) => Promise<boolean>

/** How long it is tried at most, in milliseconds: an input that takes long is small enough at some time. */
const mostMilliseconds = 20_000

/** Leaves out ever smaller pieces of a list, as long as that is possible. */
async function withoutPieces<T>(
  list: readonly T[],
  fails: (list: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let left = list
  for (let length = Math.ceil(left.length / 2); length > 0; length = length === 1 ? 0 : Math.ceil(length / 2))
    for (let from = 0; from < left.length;) {
      const shorter = [...left.slice(0, from), ...left.slice(from + length)]
      if (await fails(shorter)) left = shorter
      else from += length
    }
  return left
}

/** Leaves out elements, tokens and characters. */
async function smallerText(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let tokens: readonly string[] = tokensOf(text)
  if (tokens.length > 1) {
    for (let index = 0; index < tokens.length; index++) {
      const rest = [...tokens.slice(0, index), ...tokens.slice(endOf(tokens, index))]
      if (rest.length < tokens.length && (await fails(rest.join('')))) {
        tokens = rest
        index--
      }
    }
    tokens = await withoutPieces(tokens, (some) => fails(some.join('')))
  }
  return (await withoutPieces([...tokens.join('')], (some) => fails(some.join('')))).join('')
}

async function firstOf<T>(candidates: readonly T[], fails: (candidate: T) => Promise<boolean>): Promise<T | undefined> {
  for (const candidate of candidates) if (await fails(candidate)) return candidate
  return undefined
}

/** Leaves out values of DER, with right lengths, or else octets. */
async function smallerBytes(bytes: Uint8Array, fails: (bytes: Uint8Array) => Promise<boolean>): Promise<Uint8Array> {
  let left = bytes
  for (let list = 0; list < listsIn(readTree(left) ?? []).length; list++)
    for (let index = 0; index < (listsIn(readTree(left) ?? [])[list]?.length ?? 0);) {
      // Without the value, or with what is in it in its place.
      const shorter = [false, true].map((isUnwrapped) => {
        const tree = readTree(left) ?? []
        const values = listsIn(tree)[list] ?? []
        const content = values[index]?.content ?? []
        values.splice(index, 1, ...(isUnwrapped && !(content instanceof Uint8Array) ? content : []))
        return writeTree(tree)
      })
      const found = await firstOf(shorter, fails)
      if (found === undefined) index++
      else left = found
    }
  return Uint8Array.from(await withoutPieces([...left], (some) => fails(Uint8Array.from(some))))
}

/** The smallest input that was found. */
export async function makeSmaller(input: Data, fails: Fails): Promise<Data> {
  const end = performance.now() + mostMilliseconds
  let smallest = input
  const failsWith =
    (way: Way) =>
    async (member: Data): Promise<boolean> => {
      if (performance.now() > end) return false
      const candidate = withAt(smallest, way, member)
      const isFailing = await fails(candidate)
      if (isFailing) smallest = candidate
      return isFailing
    }
  for (let before = ''; before !== toJson(smallest) && performance.now() < end;) {
    before = toJson(smallest)
    // Lists first: what is no more there need not be made smaller.
    for (const way of waysIn(smallest)) {
      const list = at(smallest, way)
      if (list !== undefined && isDataList(list)) await withoutPieces<Data>(list, failsWith(way))
    }
    for (const way of waysIn(smallest)) {
      const member = at(smallest, way)
      if (typeof member === 'string' && member !== '') await smallerText(member, failsWith(way))
      if (member instanceof Uint8Array && member.length > 0) await smallerBytes(member, failsWith(way))
      if (typeof member === 'number' && member !== 0) await failsWith(way)(0)
      if (member === true) await failsWith(way)(false)
    }
  }
  return smallest
}
