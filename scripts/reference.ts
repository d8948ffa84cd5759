/**
 * Everything in `docs` that is made from the sources: `npm run reference` writes it, and tests compare it.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiText } from './reference/api.js'
import { codecs } from '../src/codec/index.js'
import { elementsPage } from './reference/elements.js'
import { guide, guides } from './reference/guides.js'
import { issuesPage } from './reference/issues.js'
import { elementSchema, elementSchemaPath } from './reference/json-schema.js'
import { repositoryFile } from '../testing/requirements.js'
import { formatted } from './reference/markdown.js'
import { rulesPage } from './reference/rules.js'

/** A file that is made from the sources, or has parts that are. */
export interface ReferencePage {
  /** Its path in the repository. */
  readonly path: string
  /** Makes its text. */
  readonly text: () => string
}

/** Every file but the page on conformance, which needs a JDK. */
export const referencePages: readonly ReferencePage[] = [
  { path: 'docs/api.txt', text: apiText },
  { path: 'docs/reference/elements.md', text: elementsPage },
  { path: 'docs/reference/issues.md', text: issuesPage },
  { path: 'docs/reference/rules.md', text: rulesPage },
  ...codecs.map(({ name, spec }) => ({
    path: `schema/${elementSchemaPath(name)}`,
    text: () => elementSchema(name, spec),
  })),
  ...guides().map((path) => ({ path, text: () => guide(path) })),
]

async function write(path: string, text: string): Promise<void> {
  const file = repositoryFile(path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await formatted(path, text))
}

/** Writes every page, and the one on conformance where there is a JDK: it tells what Xerces says. */
async function writePages(): Promise<void> {
  for (const { path, text } of referencePages) await write(path, text())
  const { jdk } = await import('../testing/requirements.js')
  if (jdk.present) {
    const { conformancePage, judgeEdgeCases } = await import('../testing/conformance/page.js')
    await write('docs/conformance.md', conformancePage(await judgeEdgeCases()))
  }
  const left = jdk.present ? 'nothing' : `docs/conformance.md (needs ${jdk.name})`
  console.log(`reference: ${referencePages.length + Number(jdk.present)} pages written, ${left} left out`)
}

// The test imports the list only.
if (process.argv[1] === fileURLToPath(import.meta.url)) await writePages()
