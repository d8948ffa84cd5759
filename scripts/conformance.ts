/**
 * The long conformance run: `npm run conformance -- --documents N --xerces N --seed N --schema FILE`.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { compare } from '../testing/conformance/differential.js'
import { jdk, repositoryFile } from '../testing/requirements.js'
import { Libxml2, Xerces } from '../testing/validators.js'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '200000' },
    xerces: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    schema: { type: 'string', default: repositoryFile('schema/portal.xsd') },
  },
})
const documents = Number(values.documents)
console.log(`Schema ${values.schema}, seed ${values.seed}`)
if (!jdk.present) console.log('Left out: Xerces (needs a JDK)')

const started = performance.now()
const outcome = await compare({
  seed: Number(values.seed),
  documents,
  libxml2: new Libxml2(values.schema),
  ...(jdk.present ? { xerces: { validator: new Xerces(values.schema), documents: Number(values.xerces) } } : {}),
  progress: (done) => {
    if (done % 10_000 === 0 || done === documents)
      console.log(`${done} of ${documents} documents, ${Math.round((performance.now() - started) / 1000)} s`)
  },
})
for (const [id, count] of Object.entries(outcome.excepted)) console.log(`${count} documents under the exception ${id}`)
for (const { xml, ours, libxml2, xerces, issues } of outcome.disagreements)
  console.log('DISAGREEMENT', JSON.stringify({ ours, libxml2, xerces, issues, xml }))
console.log(
  `conformance: ${outcome.documents} documents by libxml2, ${outcome.askedXerces} by Xerces, ${outcome.accepted} accepted, ${outcome.disagreements.length} disagreements`,
)
process.exitCode = outcome.disagreements.length === 0 ? 0 : 1
