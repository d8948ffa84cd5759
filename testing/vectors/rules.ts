/**
 * Vectors of the documented rules: for each rule, jobs that keep it and jobs that break it.
 *
 * @module
 */
import type { PortalSignatureJobManifest, PortalSignatureJobRequest } from '../../src/codec/index.js'
import { checkJob, rules, rulesReadOn, type Sector } from '../../src/manifest/index.js'
import { manifestSchema } from '../manifest/manifest-schema.js'
import { brokenPaths, jobOf, ruleCases, type RuleCase } from '../manifest/rule-cases.js'

import { references, type IssueReference, type VectorCommon } from './vector.js'

/** A file of a job, in base64; `fill` stands for bytes that are left out of it. */
interface VectorDocument {
  readonly href: string
  readonly mime: string
  readonly base64: string
  readonly fill?: { readonly at: number; readonly byte: number; readonly count: number }
}

/** A job to be checked. */
export interface RuleVector extends VectorCommon {
  /** The rule that it is about. */
  readonly rule: string
  readonly sector: Sector
  readonly manifest: PortalSignatureJobManifest
  /** The same manifest as a document. */
  readonly xml: string
  readonly request?: PortalSignatureJobRequest
  readonly documents?: readonly VectorDocument[]
  /** The organization number in the path. */
  readonly organizationNumber?: string
  readonly errors: readonly IssueReference[]
  readonly warnings: readonly IssueReference[]
}

/** Every vector of the rules. Throws if a rule does not say what is expected. */
export function ruleVectors(): readonly RuleVector[] {
  return ruleCases
    .filter(({ edge }) => edge !== true)
    .flatMap((each) => each.sectors.map((sector) => ruleVector(each, sector)))
}

function ruleVector(each: RuleCase, sector: Sector): RuleVector {
  const { title, request, organizationNumber, also } = each
  const rule = rules.find(({ id }) => each.id.startsWith(`${id}/`))
  if (rule === undefined) throw new Error(`${each.id}: there is no such rule.`)
  const id = `rule/${each.id}/${sector}`
  const job = jobOf(each, sector)
  const { manifest, documents } = job
  const issues = checkJob(sector, job)
  const breachesOf = (ruleId: string): readonly string[] => brokenPaths(each).map((path) => `rule.${ruleId} ${path}`)
  const expected = [...breachesOf(rule.id), ...(also === undefined ? [] : breachesOf(also))]
  const errors = issues.filter(({ severity }) => severity === 'error')
  const warnings = issues.filter(({ severity }) => severity === 'warning')
  const found = [...errors, ...warnings].map(({ code, path }) => `${code} ${path}`)
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`${id}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`)
  return {
    id,
    title,
    level: rule.level,
    source: `${rule.source} (read ${rulesReadOn})`,
    rule: rule.id,
    sector,
    manifest,
    xml: manifestSchema.encode(manifest),
    ...(request === undefined ? {} : { request }),
    ...(documents === undefined
      ? {}
      : { documents: documents.map(({ href, mime, bytes }) => ({ href, mime, ...packed(bytes) })) }),
    ...(organizationNumber === undefined ? {} : { organizationNumber }),
    errors: references(errors),
    warnings: references(warnings),
  }
}

/** The padding of large files is told, not written. */
function packed(bytes: Uint8Array): Pick<VectorDocument, 'base64' | 'fill'> {
  const byte = 'x'.charCodeAt(0)
  const at = bytes.indexOf(byte, bytes.indexOf('%'.charCodeAt(0), 40))
  let end = at
  while (bytes[end] === byte) end++
  const base64 = (...pieces: readonly Uint8Array[]): string => Buffer.concat(pieces).toString('base64')
  if (end - at < 1000) return { base64: base64(bytes) }
  return { base64: base64(bytes.subarray(0, at), bytes.subarray(end)), fill: { at, byte, count: end - at } }
}
