/**
 * Follows the recipe "Add an element" of CONTRIBUTING.md to the letter, on a copy of the repository: what the recipe says
 * turns red must turn red, and the end must be green. `npm run recipe`
 *
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryFile } from '../testing/requirements.js'

const repository = repositoryFile('')

/** The copy lies elsewhere, so that the official schema files, which do not have the new element, are not beside it. */
function copy(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'recipe-')), 'repository')
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
  })
  for (const path of listed.split('\0').filter(Boolean)) cpSync(join(repository, path), join(folder, path))
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** A change of one file: lines that stand there once, and what they become. */
export interface Edit {
  /** The file. */
  readonly path: string
  /** The lines. */
  readonly before: string
  /** What takes their place. */
  readonly after: string
}

/** The changes that each block of the section shows. */
export function blocksOf(section: string): readonly (readonly Edit[])[] {
  return [...section.matchAll(/^( *)```diff\n *\+\+\+ (\S+)\n([^]*?)^ *```$/gm)].map(
    ([, indent = '', path = '', block = '']) => {
      const hunks = block.replaceAll(new RegExp(`^${indent}`, 'gm'), '').split('@@\n')
      return hunks.map((hunk) => ({ path, before: sideOf(hunk, '+'), after: sideOf(hunk, '-') }))
    },
  )
}

/** The lines of one side of a change. An editor may have taken the space of an empty line. */
function sideOf(hunk: string, other: '+' | '-'): string {
  const lines = hunk.split('\n').slice(0, -1)
  return lines.flatMap((line) => (line.startsWith(other) ? [] : [`${line.slice(1)}\n`])).join('')
}

function apply(folder: string, edits: readonly Edit[]): void {
  for (const { path, before, after } of edits) {
    const text = readFileSync(join(folder, path), 'utf8')
    if (text.split(before).length !== 2)
      throw new Error(`CONTRIBUTING.md changes lines of ${path} that do not stand there once:\n${before}`)
    writeFileSync(
      join(folder, path),
      text.replace(before, () => after),
    )
  }
}

/** Runs a command in the copy; its output if it ends as expected. */
function run(folder: string, expected: 'green' | 'red', command: string): string {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', ...command.split(' ')], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '0' },
  })
  const output = `${stdout}${stderr}`
  if ((status === 0) !== (expected === 'green')) throw new Error(`${command} is not ${expected}:\n${output}`)
  return output
}

function mustSay(output: string, words: string): void {
  if (!output.includes(words)) throw new Error(`What turned red does not say "${words}":\n${output}`)
}

/** What the new element must come to without a line of code for it. */
const carried = `
import { signingKeyFromPem, writeBundle } from 'signering-portal/bundle'
import { portalOperations, sendWith } from 'signering-portal/http'
import { prepareJob } from 'signering-portal/manifest'
import { createSimulator, simulatorFetch, writePdf, type SimulatorSnapshot } from 'signering-portal/simulator'
import { expect, test } from 'vitest'
import { makeSender } from '../testing/certificates.js'

const job = {
  sector: 'PRIVATE',
  sender: { organizationNumber: '988015814' },
  title: 'A title',
  documents: [{ title: 'A document', bytes: writePdf(['A line']) }],
  signers: [{ identifiedByContactInformation: true, notifications: { sms: { number: '99999999' } } }],
  priority: 'HIGH',
} as const

test('prepareJob, the operations and the simulator carry the element', async () => {
  const { manifest, documents, request } = prepareJob(job)
  expect(request).toEqual({ priority: 'HIGH' })
  const { leaf, certificates } = makeSender()
  const key = signingKeyFromPem({ key: leaf.privateKeyPem, certificates })
  const signingTime = new Date()
  const { bytes } = await writeBundle({ manifest, documents, key, signingTime })
  const { organizationNumber } = manifest.sender
  const portal = createSimulator({
    clock: { now: () => signingTime },
    senders: [{ organizationNumber, sector: 'PRIVATE' }],
  })
  const { create } = portalOperations({ root: 'https://portal.example/api', organizationNumber })
  const { signatureJobId } = await sendWith(simulatorFetch(portal))(create({ request, bundle: bytes }))
  const snapshot = JSON.parse(JSON.stringify(portal.snapshot())) as SimulatorSnapshot
  const resumed = createSimulator({ clock: { now: () => signingTime }, senders: [], snapshot })
  for (const each of [portal, resumed]) expect(each.job(signatureJobId).request).toEqual({ priority: 'HIGH' })
})

test('another value is refused, at its property', () => {
  // @ts-expect-error The compiler knows the values.
  expect(() => prepareJob({ ...job, priority: 'URGENT' })).toThrow(/priority/)
})
`

/** The tests that have to do with elements. */
const tests = [
  'test/recipe.test.ts',
  'test/conformance/drift.test.ts',
  'test/codec',
  'test/manifest',
  'test/properties',
  'test/simulator',
  'test/vectors',
  'test/arbitraries.test.ts',
  'test/documented.test.ts',
  'test/entries.test.ts',
  'test/reference.test.ts',
]

function follow(folder: string, section: string): void {
  const [schema, property, declaration, ...others] = blocksOf(section)
  if (schema === undefined || property === undefined || declaration === undefined || others.length > 0)
    throw new Error('The recipe of CONTRIBUTING.md changes a schema, an interface and a spec, in this order.')

  apply(folder, schema)
  mustSay(run(folder, 'red', 'vitest run test/conformance/drift.test.ts'), '/portal-signature-job-request/priority')
  apply(folder, property)
  mustSay(run(folder, 'red', 'tsc --noEmit'), 'priority')
  apply(folder, declaration)
  writeFileSync(join(folder, 'test/recipe.test.ts'), carried.trimStart())
  mustSay(run(folder, 'red', 'vitest run test/reference.test.ts'), 'npm run reference')
  run(folder, 'green', 'tsx scripts/reference.ts')
  run(folder, 'green', 'tsx scripts/vectors.ts')
  run(folder, 'green', 'tsc --noEmit')
  run(folder, 'green', 'eslint src/codec test/recipe.test.ts')
  run(folder, 'green', 'prettier --check . --log-level warn')
  run(folder, 'green', `vitest run ${tests.join(' ')}`)
}

/** The recipe, as CONTRIBUTING.md has it. */
export function recipe(): string {
  const guide = readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8')
  return /^### An element$([^]*?)^### /m.exec(guide)?.[1] ?? ''
}

/** Follows it on a copy. */
function main(): void {
  const folder = copy()
  try {
    follow(folder, recipe())
    const files = blocksOf(recipe()).flatMap((edits) => edits.map(({ path }) => path))
    console.log(`recipe: an element added to a copy by changing ${[...new Set(files)].join(' and ')}; all green`)
  } finally {
    rmSync(join(folder, '..'), { recursive: true })
  }
}

// The test imports the recipe only.
if (process.argv[1] === fileURLToPath(import.meta.url)) main()
