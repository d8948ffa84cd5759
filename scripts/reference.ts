/**
 * Everything in `docs` that is made from the sources: `npm run reference` writes it, and tests compare it.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiText } from './reference/api.js'
import { codecs } from '../src/codec/index.js'
import { certificateAuthoritiesPage } from './reference/certificate-authorities.js'
import { elementsPage } from './reference/elements.js'
import { guide, guides } from './reference/guides.js'
import { issuesPage } from './reference/issues.js'
import { elementSchema, elementSchemaPath } from './reference/json-schema.js'
import { openapi } from './reference/openapi.js'
import { jdk, openssl, python, repositoryFile, type Requirement } from '../testing/requirements.js'
import { formatted } from './reference/markdown.js'
import { rulesPage } from './reference/rules.js'

/** A file that is made from the sources, or has parts that are. */
export interface ReferencePage {
  /** Its path in the repository. */
  readonly path: string
  /** Makes its text. */
  readonly text: () => string
}

/** Every file but those that are made with programs that may be missing. */
export const referencePages: readonly ReferencePage[] = [
  { path: 'docs/api.txt', text: apiText },
  { path: 'docs/reference/certificate-authorities.md', text: certificateAuthoritiesPage },
  { path: 'docs/reference/elements.md', text: elementsPage },
  { path: 'docs/reference/issues.md', text: issuesPage },
  { path: 'docs/reference/rules.md', text: rulesPage },
  ...codecs.map(({ name, spec }) => ({
    path: `schema/${elementSchemaPath(name)}`,
    text: () => elementSchema(name, spec),
  })),
  { path: 'schema/openapi.json', text: openapi },
  ...guides().map((path) => ({ path, text: () => guide(path) })),
]

async function write(path: string, text: string): Promise<void> {
  const file = repositoryFile(path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await formatted(path, text))
}

/** A page that is made with programs that may be missing. */
interface PageOfPrograms extends Pick<ReferencePage, 'path'> {
  readonly requirements: readonly Requirement[]
  readonly text: () => Promise<string>
}

const pagesOfPrograms: readonly PageOfPrograms[] = [
  {
    path: 'docs/conformance.md',
    // It tells what Xerces says.
    requirements: [jdk],
    text: async () => {
      const { conformancePage, judgeEdgeCases } = await import('../testing/conformance/page.js')
      return conformancePage(await judgeEdgeCases())
    },
  },
  {
    path: 'docs/driver.md',
    // It shows what suite and a client in Python write to each other.
    requirements: [python, openssl],
    text: async () => {
      const { withTranscript } = await import('../testing/contract/driver-lines.js')
      const { transcript } = await import('../testing/contract/recorded-run.js')
      return withTranscript(readFileSync(repositoryFile('docs/driver.md'), 'utf8'), await transcript())
    },
  },
]

/** Writes every page, but for those that need what is missing. */
async function writePages(): Promise<void> {
  const left: string[] = []
  for (const { path, text } of referencePages) await write(path, text())
  for (const { path, requirements, text } of pagesOfPrograms) {
    const missing = requirements.filter(({ present }) => !present).map(({ name }) => name)
    if (missing.length === 0) await write(path, await text())
    else left.push(`${path} (needs ${missing.join(' and ')})`)
  }
  const written = referencePages.length + pagesOfPrograms.length - left.length
  console.log(`reference: ${written} pages written, ${left.length === 0 ? 'nothing' : left.join(', ')} left out`)
}

// The test imports the list only.
if (process.argv[1] === fileURLToPath(import.meta.url)) await writePages()
