/**
 * `npm run pack`: packs what was built, into this folder, as it is published, and writes the bill of materials beside it. A
 * tarball without code is refused.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { writeBill } from './check-package/bill.js'
import { pack } from './check-package/pack.js'

const { tarball, faults } = pack('.')
for (const fault of faults) console.error(fault)
if (faults.length > 0) {
  rmSync(tarball, { force: true })
  process.exitCode = 1
}
console.log(faults.length > 0 ? `pack: ${faults.length} faults, and no tarball` : `pack: ${tarball}, ${writeBill('.')}`)
