/**
 * Rules: what the documentation demands and the schema cannot say.
 *
 * @module
 */
import type { Issue } from '../../issue.js'
import { makeIssue } from '../../outcome.js'
import type { PortalSignatureJobRequest } from './job-request.js'
import type { PortalSignatureJobManifest } from './manifest.js'

/** The kinds of organizations that the documentation tells apart. */
export type Sector = 'PUBLIC' | 'PRIVATE'

/** A document as a file of the document package. */
export interface BundleDocument {
  /** The name of the file, as in the manifest. */
  readonly href: string
  /** The media type, as in the manifest. */
  readonly mime: string
  /** The content of the file. */
  readonly bytes: Uint8Array
}

/** What rules look at. A rule that needs a part which is absent finds nothing. */
export interface RuleSubject {
  /** The manifest. Rules expect that the schema accepts it. */
  readonly manifest: PortalSignatureJobManifest
  /** The metadata part of the request. */
  readonly request?: PortalSignatureJobRequest
  /** The documents of the package, in the order of the manifest. */
  readonly documents?: readonly BundleDocument[]
  /** The nine digits in the path that the request is sent to. */
  readonly organizationNumber?: string
}

/** A place at which a rule is broken. */
export interface Breach {
  /** The XML path of the place. */
  readonly path: string
  /** Why, where the rule's sentence alone does not tell. Never a value from the message. */
  readonly detail?: string
  /** Where it differs from that of the rule. */
  readonly severity?: Rule['severity']
}

/** A documented rule. */
export interface Rule {
  /** The rule's stable id; the code of its issues is `rule.` and this. */
  readonly id: string
  /** Whether a breach stops the message or is only worth a look. */
  readonly severity: 'error' | 'warning'
  /** Whom it binds. */
  readonly sectors: readonly Sector[]
  /** The rule in a sentence. */
  readonly sentence: string
  /**
   * How sure it is: `documented` by the service, shown by its official clients (`peer-evidenced`), `assumed`, or
   * `disputed` between sources.
   */
  readonly level: 'documented' | 'peer-evidenced' | 'assumed' | 'disputed'
  /** The page of the service's documentation, or what else it comes from. */
  readonly source: string
  /** When the source was read, as a date of ISO 8601. */
  readonly dateRead: string
  /** Finds every place where it is broken. */
  readonly check: (subject: RuleSubject) => readonly Breach[]
}

/** Both sectors. */
export const bothSectors: readonly Sector[] = ['PUBLIC', 'PRIVATE']

/** When the sources of the rules were last read. */
export const sourcesRead = '2026-11-23'

/**
 * Looks for breaches of rules.
 *
 * @param rules - the rules to check
 * @param subject - what they look at
 * @returns the breaches as issues
 */
export function checkRules(rules: readonly Rule[], subject: RuleSubject): readonly Issue[] {
  // This is on the path of every manifest, and nearly always finds nothing.
  const issues: Issue[] = []
  for (const rule of rules) for (const breach of rule.check(subject)) issues.push(issueOf(rule, breach))
  return issues
}

function issueOf(rule: Rule, { path, detail, severity = rule.severity }: Breach): Issue {
  const message = detail === undefined ? rule.sentence : `${rule.sentence} ${detail}`
  return makeIssue(`rule.${rule.id}`, message, { path, severity })
}
