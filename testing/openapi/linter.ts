/** Redocly, a linter of OpenAPI that many use. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { repositoryFile } from '../requirements.js'

const require = createRequire(import.meta.url)
const command = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js')

/** It asks nobody whether there is a newer one, and tells nobody that it was run. */
const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }

/** What is wrong with a description by the recommended rules, warnings included: the rules, and the places. */
export function problemsOf(path: string): readonly string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [command, 'lint', '--extends=recommended', '--format=json', '--max-problems=1000', path],
    { cwd: repositoryFile(''), env: { ...process.env, ...quiet }, encoding: 'utf8' },
  )
  const start = stdout.indexOf('{')
  if (start === -1) throw new Error(`The linter says nothing: ${stderr}`)
  const { totals, problems } = JSON.parse(stdout.slice(start)) as {
    readonly totals: Readonly<Record<'errors' | 'warnings' | 'ignored', number>>
    readonly problems: readonly {
      readonly ruleId: string
      readonly location: readonly { readonly pointer?: string }[]
    }[]
  }
  if (totals.errors + totals.warnings + totals.ignored !== problems.length) throw new Error('Something was left out.')
  return problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer ?? ''}`)
}
