/**
 * Judges documents by the codecs and by two validators, and tells where they disagree.
 *
 * @module
 */
import { codecs, type Issue } from 'signering-portal/codec'
import type { Libxml2, Xerces } from '../validators.js'
import { generate, type Generated } from './documents.js'
import { exceptions } from './exceptions.js'
import { Random } from './random.js'

/** What the codec of the document's root finds wrong by the schema alone: rules warn. */
export function schemaIssues(root: string, xml: string | Uint8Array): readonly Issue[] {
  const codec = codecs.find(({ name }) => name === root)
  if (codec === undefined) throw new Error(`no codec for ${root}`)
  const result = codec.safeDecode(xml, { rules: 'warn' })
  return result.ok ? [] : result.issues.filter(({ severity }) => severity === 'error')
}

/** How three judges saw one document. */
export interface Judged extends Generated {
  readonly ours: boolean
  readonly issues: readonly Issue[]
  readonly libxml2: boolean
  /** Absent where Xerces was not asked. */
  xerces?: boolean
}

/** The outcome of a run. */
export interface Outcome {
  readonly documents: number
  readonly accepted: number
  /** Which messages were accepted, and which refused: `error accepted` and so on. */
  readonly verdicts: ReadonlySet<string>
  readonly askedXerces: number
  /** How often each exception was met. */
  readonly excepted: Readonly<Record<string, number>>
  readonly disagreements: readonly Judged[]
}

/** How a run is made. */
export interface Options {
  readonly seed: number
  readonly documents: number
  readonly libxml2: Libxml2
  /** Xerces, and how many of the documents it is to judge too. */
  readonly xerces?: { readonly validator: Xerces; readonly documents: number }
  readonly progress?: (done: number) => void
}

/** Generates documents and judges them. */
export async function compare(options: Options): Promise<Outcome> {
  const random = new Random(options.seed)
  const excepted: Record<string, number> = {}
  const disagreements: Judged[] = []
  const verdicts = new Set<string>()
  let [accepted, askedXerces] = [0, 0]
  const batchSize = 500
  for (let done = 0; done < options.documents; done += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, options.documents - done) }, () =>
      judge(generate(random), options.libxml2),
    )
    if (options.xerces !== undefined && askedXerces < options.xerces.documents)
      askedXerces += await askXerces(batch, options.xerces.validator, options.xerces.documents - askedXerces)
    for (const judged of batch) {
      if (judged.ours) accepted++
      verdicts.add(`${judged.root} ${judged.ours ? 'accepted' : 'refused'}`)
      const verdict = explain(judged)
      if (verdict === 'disagreement') disagreements.push(judged)
      else if (verdict !== 'agreement') excepted[verdict] = (excepted[verdict] ?? 0) + 1
    }
    options.progress?.(done + batch.length)
  }
  return { documents: options.documents, accepted, verdicts, askedXerces, excepted, disagreements }
}

function judge(generated: Generated, libxml2: Libxml2): Judged {
  const issues = schemaIssues(generated.root, generated.xml)
  return { ...generated, issues, ours: issues.length === 0, libxml2: libxml2.accepts(generated.xml) }
}

async function askXerces(batch: readonly Judged[], xerces: Xerces, limit: number): Promise<number> {
  const asked = batch.slice(0, limit)
  const verdicts = await xerces.accepts(asked.map(({ xml }) => xml))
  asked.forEach((judged, index) => {
    judged.xerces = verdicts[index] === true
  })
  return asked.length
}

/** Whether the judges agree; if not, the exception that covers it, if one does. */
export function explain(judged: Judged): string {
  const { ours, libxml2, xerces, traits } = judged
  if (ours === libxml2 && (xerces === undefined || xerces === ours)) return 'agreement'
  // What both validators refuse is never accepted, whatever the exceptions say.
  if (ours && !libxml2 && xerces === false) return 'disagreement'
  const verdicts = { libxml2, xerces }
  const explained = (['libxml2', 'xerces'] as const)
    .filter((validator) => verdicts[validator] !== undefined && verdicts[validator] !== ours)
    .map((validator) => {
      const verdict = verdicts[validator] === true ? 'accepts' : 'refuses'
      return exceptions.find(({ trait, differs }) => traits.has(trait) && differs[validator] === verdict)?.id
    })
  return explained.includes(undefined) ? 'disagreement' : (explained[0] ?? 'disagreement')
}
