/**
 * The vector files.
 *
 * @module
 */
import { encodeVectors } from './encode.js'
import { messageVectors } from './messages.js'
import { requestVectors } from './requests.js'
import { responseVectors } from './responses.js'
import { ruleVectors } from './rules.js'
import { roots } from '../roots.js'
import { syntaxVectors } from './syntax.js'
import type { VectorCommon, VectorFile } from './vector.js'

/** Makes every file; the same ones every time. */
export async function makeVectorFiles(): Promise<readonly VectorFile[]> {
  return [
    ...Object.keys(roots).map((root) => file(`${root}.json`, 'decode', messageVectors(root))),
    file('xml.json', 'decode', syntaxVectors()),
    file('encode.json', 'encode', encodeVectors()),
    file('rules.json', 'rule', ruleVectors()),
    file('requests.json', 'request', requestVectors()),
    file('responses.json', 'response', await responseVectors()),
  ]
}

function file(name: string, kind: string, vectors: readonly VectorCommon[]): VectorFile {
  // A vector on each line: a change of one is a change of one line.
  const lines = vectors.map((vector) => `    ${JSON.stringify(vector)}`)
  const text = `{\n  "$schema": "./schema.json",\n  "kind": "${kind}",\n  "vectors": [\n${lines.join(',\n')}\n  ]\n}\n`
  return { name, text, content: { kind, vectors } }
}
