/** The vector files as another language would read them. */
import { readdirSync, readFileSync } from 'node:fs'
import type { DecodeVector, VectorCommon, VectorFile } from './vector.js'
import { repositoryFile } from '../requirements.js'

/** Every vector file, as it is committed. */
export const vectorFiles: readonly VectorFile[] = readdirSync(repositoryFile('vectors'))
  .filter((name) => name !== 'schema.json')
  .map((name) => {
    const text = readFileSync(repositoryFile(`vectors/${name}`), 'utf8')
    return { name, text, content: JSON.parse(text) as VectorFile['content'] }
  })

/** The vectors of a kind. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what a kind holds
export function vectorsOfKind<T extends VectorCommon>(kind: string): readonly T[] {
  return vectorFiles
    .filter(({ content }) => content.kind === kind)
    .flatMap(({ content }) => content.vectors as readonly T[])
}

/** The messages to be read. */
export const decodeVectors = (): readonly DecodeVector[] => vectorsOfKind<DecodeVector>('decode')
