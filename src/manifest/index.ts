/**
 * The documented rules of a job, and from a job to its manifest.
 *
 * @module signering-portal/manifest
 */
export { PortalError, type Issue, type Result } from '../issue.js'
export {
  levels,
  rulesReadOn,
  sectors,
  type BundleDocument,
  type Level,
  type Rule,
  type Sector,
} from '../codec/portal/rule.js'
export { checkJob, type CheckJobOptions } from './check-job.js'
export * from './job.js'
export { maximumDocumentsBytes, rules } from './rules.js'
export * from './sectors.js'
export * from './signing-plan.js'
