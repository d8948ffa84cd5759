/**
 * What a rule is, and how rules are checked. The rules themselves are in two tables: those that look at the manifest
 * alone beside its codec, the others in the manifest part of the package.
 *
 * @module
 */
import type { Issue } from '../../issue.js'
import { makeIssue, maximumIssues } from '../../outcome.js'
import type { Way } from '../codec.js'
import type { Offers } from '../property.js'
import type { PortalSignatureJobRequest } from './job-request.js'
import { manifestElement, type PortalSignatureJobManifest } from './manifest.js'
import type { PortalSigner } from './signer.js'

/** Every {@link Sector}. */
export const sectors = ['PUBLIC', 'PRIVATE'] as const

/** The kinds of organizations that the documentation tells apart. */
export type Sector = (typeof sectors)[number]

/** Every {@link Level}, the surest first. */
export const levels = ['documented', 'peer-evidenced', 'assumed', 'disputed', 'chosen'] as const

/**
 * How sure a statement about the service is: `documented` by the service, shown by its official clients
 * (`peer-evidenced`), `assumed`, `disputed` between sources, or `chosen` by this package, which others
 * may do otherwise: what is chosen is no statement about the service, so that nobody may find out that it is wrong.
 */
export type Level = (typeof levels)[number]

/** When the sources of the rules were last read, as a date of ISO 8601. */
export const rulesReadOn: string = '2026-11-25'

/** A document as a file of the document package. */
export interface BundleDocument {
  /** The name of the file, as in the manifest. */
  readonly href: string
  /** The media type, as in the manifest. */
  readonly mime: string
  /** The content of the file. */
  readonly bytes: Uint8Array
}

/** A documented rule. */
export interface Rule {
  /** The rule's stable id; the code of its issues is `rule.` and this. */
  readonly id: string
  /**
   * Whether a breach stops the message or is only worth a look. A rule that is assumed stops nothing that is read, whatever
   * this says: somebody wrote it, and the service may take it.
   */
  readonly severity: 'error' | 'warning'
  /** Whom it binds. */
  readonly sectors: readonly Sector[]
  /** The rule in a sentence. */
  readonly sentence: string
  /** How sure it is. */
  readonly level: Level
  /** The page of the service's documentation, or what else it comes from; read at {@link rulesReadOn}. */
  readonly source: string
}

/** What of a manifest has the right form. */
export type SoundManifest = Partial<PortalSignatureJobManifest>

/** What rules look at, as far as it is at hand and has the right form: a rule finds nothing in what is absent. */
export interface RuleSubject {
  /** The manifest. */
  readonly manifest: SoundManifest
  /** The metadata part of the request. */
  readonly request?: PortalSignatureJobRequest | undefined
  /** The files. */
  readonly documents?: readonly Partial<BundleDocument>[] | undefined
  /** The number in the path. */
  readonly organizationNumber?: string | undefined
}

/** A place at which a rule is broken; detail is never a value from the message. */
export interface Breach extends Pick<Issue, 'path' | 'property'> {
  /** Why, where the sentence of the rule does not tell. */
  readonly detail?: string
  /** Where it differs from that of the rule. */
  readonly severity?: Rule['severity']
}

/** A rule and the function that finds every place where it is broken. */
export interface CheckedRule extends Rule {
  /** Tells of nearly everything that keeps the rule that it does, at one look, which rules one after the other share. */
  readonly isKeptBy?: (subject: RuleSubject) => boolean
  /** Finds them. */
  readonly check: (subject: RuleSubject) => readonly Breach[]
  /** What it leaves out of the lists of what can be written: a property of an object, or a value. */
  readonly excludes?: Offers
}

/** A row of a table of rules: what it leaves out is what most rules have. */
export type RuleRow = Pick<CheckedRule, 'id' | 'sentence' | 'source' | 'check'> & Partial<CheckedRule>

/** The rules of a table: errors, for both sectors and documented, unless a row says otherwise. */
/* @__NO_SIDE_EFFECTS__ */
export function rulesOf(rows: readonly RuleRow[]): readonly CheckedRule[] {
  return rows.map((row) => ({ severity: 'error', sectors, level: 'documented', ...row }))
}

/** What rules leave in a list. */
/* @__NO_SIDE_EFFECTS__ */
export function offeredBy(rules: readonly CheckedRule[]): Offers {
  return (word, owner) => !rules.some(({ excludes }) => excludes?.(word, owner))
}

/** A breach at an element or attribute of the manifest. */
export function breachAt(path: string, more?: Omit<Breach, 'path'>): Breach {
  return { path: `/${manifestElement}/${path}`, ...more }
}

/** Makes a check that finds a breach at an element or attribute of each signer that a predicate picks. */
/* @__NO_SIDE_EFFECTS__ */
export function signersWhere(step: string, broken: (signer: PortalSigner) => boolean): CheckedRule['check'] {
  return ({ manifest: { signers = [] } }) => {
    const breaches: Breach[] = []
    let position = 0
    for (const signer of signers) {
      position++
      if (broken(signer)) breaches.push(breachAt(`signers/signer[${position}]/${step}`))
    }
    return breaches
  }
}

/** Looks for breaches of rules in what is read or to be written. */
export function checkRules(rules: readonly CheckedRule[], subject: RuleSubject, way: Way): readonly Issue[] {
  // This is on the path of every manifest, and nearly always finds nothing.
  const issues: Issue[] = []
  let look: CheckedRule['isKeptBy']
  let isKept = false
  for (const rule of rules) {
    if (rule.isKeptBy !== look) {
      look = rule.isKeptBy
      isKept = look?.(subject) === true
    }
    if (isKept) continue
    const breaches = rule.check(subject)
    const told = breaches.length > maximumIssues ? breaches.slice(0, maximumIssues) : breaches
    for (const breach of told) issues.push(issueOf(rule, breach, way))
  }
  return issues
}

function issueOf(rule: Rule, { detail, severity: own = rule.severity, ...place }: Breach, way: Way): Issue {
  const message = detail === undefined ? rule.sentence : `${rule.sentence} ${detail}`
  const severity = rule.level === 'assumed' && way === 'read' ? 'warning' : own
  return makeIssue(`rule.${rule.id}`, message, { severity, ...place })
}
