/** EU DSS, the reference implementation of validation by the ETSI standards. */
import { repositoryFile } from '../requirements.js'
import type { Laid } from './folders.js'
import { verdictsOf, type Panel, type Verdict } from './judge.js'
import { run } from './run.js'

const blind = 'It reads archives with ZipInputStream, which is asked itself, and knows nothing of this service.'

/** DSS with its default policy, and with that less one constraint, in one process. */
export function dssPanel(classPath: string): Panel {
  return {
    judges: [
      { name: 'EU DSS, default policy', judges: ['signature', 'path'], blind },
      { name: 'EU DSS', judges: ['signature', 'path'], blind },
    ],
    needs: [],
    ask: async (packages) => {
      const program = repositoryFile('testing/java/Dss.java')
      // Which of several issuers it takes depends on how many processors it sees.
      const options = ['-XX:ActiveProcessorCount=2', '-cp', classPath]
      const output = await run('java', [...options, program, ...packages.map(({ folder }) => folder)])
      return verdictsOf(output, packages, [readVerdict, readVerdict])
    },
  }
}

/** Accepted is what has passed as a signature of the basic level over every other file. */
function readVerdict(text: string, { judged }: Laid): Verdict {
  const [indication, level, scope, ...reason] = text.split(' ')
  const files = [...judged.files.keys()].filter((name) => name !== 'META-INF/signatures.xml')
  const isWhole = level === 'XAdES-BASELINE-B' && scope === files.sort().join(',')
  const reasons = [indication, ...(isWhole ? [] : [level, scope]), ...reason]
  return { accepted: indication === 'TOTAL_PASSED' && isWhole, reason: reasons.join(' ') }
}
