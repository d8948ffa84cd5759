/** All packages that judges are asked about, but for those of the official client. */
import { archiveFaults } from './archive-faults.js'
import type { JudgedPackage } from './package.js'
import { pathFaults } from './path-faults.js'
import { serviceFaults } from './service-faults.js'
import { shapes } from './shapes.js'
import { signatureFaults } from './signature-faults.js'

/** The packages, each with a name of its own. */
export const packages: readonly JudgedPackage[] = [
  ...shapes,
  ...archiveFaults,
  ...signatureFaults,
  ...pathFaults,
  ...serviceFaults,
]
