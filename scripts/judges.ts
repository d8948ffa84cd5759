/**
 * `npm run judges`: packages before every judge that is there. A verdict that is not right is listed with its reason in
 * `testing/judges/differences.ts`; one that is not, or a reason that no longer holds, fails.
 *
 * @module
 */
import { infoZip, pythonZip } from '../testing/judges/archive-readers.js'
import { askAll } from '../testing/judges/compare.js'
import { differences } from '../testing/judges/differences.js'
import { dssPanel } from '../testing/judges/dss.js'
import { exampleClientNeeds, examplePackages } from '../testing/judges/example-client.js'
import { jdkPanel } from '../testing/judges/jdk.js'
import type { Panel } from '../testing/judges/judge.js'
import { findClassPath } from '../testing/judges/maven.js'
import { officialPackages } from '../testing/judges/official-client.js'
import { opensslPanel } from '../testing/judges/openssl.js'
import { own } from '../testing/judges/own.js'
import { packages } from '../testing/judges/packages.js'
import { countsOf, problemsOf, reasonsOf, tableOf } from '../testing/judges/table.js'
import { xmlsec1Panel } from '../testing/judges/xmlsec1.js'

const inCi = process.env['CI'] === 'true'
const problems: string[] = []
const panels: Panel[] = []
for (const panel of [own, jdkPanel, xmlsec1Panel, opensslPanel, infoZip, pythonZip]) {
  const missing = panel.needs.filter(({ present }) => !present)
  if (missing.length === 0) panels.push(panel)
  for (const { name, requiredInCi } of missing) {
    console.log(`Left out: ${panel.judges.map((judge) => judge.name).join(', ')} (needs ${name})`)
    if (inCi && requiredInCi) problems.push(`${name} is missing, which a run with CI=true must have`)
  }
}

const all = [...packages]
const missing = exampleClientNeeds.filter(({ present }) => !present).map(({ name }) => name)
if (missing.length === 0) all.push(...(await examplePackages()))
else console.log(`Left out: the example client (needs ${missing.join(' and ')})`)

const found = findClassPath()
if ('missing' in found) {
  console.log(`Left out: EU DSS and the official client (${found.missing})`)
  if (inCi && found.hasMaven) problems.push(found.missing)
} else {
  panels.push(dssPanel(found.classPath))
  all.push(...(await officialPackages(found.classPath)))
}

const judgements = await askAll(panels, all, differences)
problems.push(...problemsOf(judgements))
console.log(reasonsOf(judgements))
console.log(`\n${tableOf(judgements)}\n`)
for (const problem of problems) console.log(`UNEXPECTED: ${problem}`)
console.log(`judges: ${countsOf(all)}, ${judgements.length} judges, ${problems.length} unexpected`)
process.exitCode = problems.length === 0 ? 0 : 1
