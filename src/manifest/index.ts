/**
 * The documented rules of a job, and from a job to its manifest.
 *
 * @module manifest
 */
export {
  checkRules,
  type Breach,
  type BundleDocument,
  type Rule,
  type RuleSubject,
  type Sector,
} from '../codec/portal/rule.js'
export { checkJob } from './check-job.js'
export * from './job.js'
export * from './pdf.js'
export { maximumDocumentsBytes, rules } from './rules.js'
export * from './sectors.js'
export * from './signing-plan.js'
