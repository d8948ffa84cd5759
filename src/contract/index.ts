/**
 * The contract suite: cases that any client of the service can be run through, before a simulated portal.
 *
 * @module signering-portal/contract
 */
export * from '../issue.js'
export * from './adapter.js'
export type { Level } from '../codec/portal/rule.js'
export type { CaseContext, CaseDescription, CaseSimulatorOptions, ContractCase } from './cases/case.js'
export { contractCases } from './cases/index.js'
export type { Impostor } from '../simulator/impostor.js'
export { exposeInProcess, exposeOnPort, exposeOverTls, type Expose, type Exposure } from './expose.js'
export { startDriver, type Driver, type DriverOptions } from './driver.js'
export { formatReport, type ReportFormat, type ReportOptions } from './report.js'
export { failLastCase, runCase, runCases, type CaseOptions, type CaseResult, type RunOptions } from './run-cases.js'
export type { SelectableLevel } from './levels.js'
export { selectCases, type CaseSelection } from './select-cases.js'
