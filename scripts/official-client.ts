/**
 * Part of `npm run judges`: the official client for Java before every case, over HTTP and over two-way TLS. What it fails
 * stands with the reason in `examples/java/known-failing.txt`, and its report in `examples/java/README.md`; a run that is
 * otherwise fails. `npx tsx scripts/official-client.ts --write` writes the report.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { buildDriver } from '../testing/judges/maven.js'
import { driverPage, reportOf, runOfficialClient } from '../testing/judges/official-driver.js'
import { repositoryFile } from '../testing/requirements.js'
import { formatted } from './reference/markdown.js'

const problems: string[] = []
const built = buildDriver()
if ('missing' in built) {
  console.log(`Left out: the official client before the cases (${built.missing})`)
  if (process.env['CI'] === 'true' && built.hasMaven) problems.push(built.missing)
} else {
  const [overHttp, overTls] = [await runOfficialClient(built, 'http'), await runOfficialClient(built, 'tls')]
  for (const { id, outcome, reason = '' } of [...overHttp, ...overTls].filter(({ asExpected }) => !asExpected))
    problems.push(`${outcome} ${id} ${reason}`)
  if (reportOf(overTls) !== reportOf(overHttp)) problems.push('the report is another over TLS')

  const before = readFileSync(repositoryFile(driverPage), 'utf8')
  const part = /(?<=<!-- report -->\n)[^]*(?=<!-- \/report -->)/
  const after = await formatted(
    driverPage,
    before.replace(part, () => `\n${reportOf(overHttp)}\n\n`),
  )
  if (process.argv.includes('--write')) writeFileSync(repositoryFile(driverPage), after)
  else if (after !== before)
    problems.push(`${driverPage} shows another report: npx tsx scripts/official-client.ts --write`)
  const passed = overHttp.filter(({ outcome }) => outcome === 'passed').length
  console.log(`official client: ${passed} of ${overHttp.length} cases passed, over HTTP and over TLS`)
}
for (const problem of problems) console.log(`UNEXPECTED: ${problem}`)
console.log(`official client: ${problems.length} unexpected`)
process.exitCode = problems.length === 0 ? 0 : 1
