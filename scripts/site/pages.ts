import { readdirSync, readFileSync } from 'node:fs'
import { repositoryFile } from '../../testing/requirements.js'

/** A page of the site: a Markdown file, whose first heading is its title. */
export interface Page {
  /** The file, as a path in the repository. */
  readonly path: string
  /** Under what it stands in the navigation. */
  readonly group: string
}

const decisions = readdirSync(repositoryFile('docs/decisions'))
  .sort()
  .map((name) => `docs/decisions/${name}`)

/** The pages of each group of the navigation, both in the order in which they are read. */
const groups: Readonly<Record<string, readonly string[]>> = {
  Guides: [
    'docs/getting-started.md',
    'docs/concepts.md',
    'docs/job.md',
    'docs/document-package.md',
    'docs/http.md',
    'docs/polling.md',
    'docs/tls.md',
    'docs/service.md',
  ],
  Testing: [
    'docs/contract.md',
    'docs/driver.md',
    'examples/java/README.md',
    'docs/simulator.md',
    'docs/vectors.md',
    'docs/cli.md',
  ],
  Reference: [
    'docs/reference/issues.md',
    'docs/reference/elements.md',
    'docs/reference/rules.md',
    'docs/reference/certificate-authorities.md',
    'docs/conformance.md',
    'docs/performance.md',
  ],
  Help: [
    'docs/playground.md',
    'docs/coming-from.md',
    'docs/troubleshooting.md',
    'docs/runtimes.md',
    'docs/other-languages.md',
  ],
  Decisions: decisions,
  Project: [
    'CHANGELOG.md',
    'docs/versions.md',
    'SECURITY.md',
    'docs/dependencies.md',
    'docs/mutation.md',
    'docs/releasing.md',
    'CONTRIBUTING.md',
    'schema/README.md',
  ],
}

/** How much more than an export a page of the group is what somebody looks for, and how much less what an export has. */
export const searchGroupBoosts = {
  Guides: 40,
  Testing: 15,
  Reference: 10,
  Help: 20,
  Decisions: 1,
  Project: 1,
  Properties: 0.02,
}

/** What newcomers call what a page is about, where its title and its headings call it otherwise. */
export const otherWords: Readonly<Record<string, string>> = {
  'docs/getting-started.md': 'sign a PDF, upload, download the signed document, install, quickstart, tutorial, demo',
  'docs/job.md': 'manifest, signers, email, SMS, personal identification number, fødselsnummer, BankID, log in',
  'docs/document-package.md': 'ASiC-E, asice, bundle, XAdES, private key, HSM',
  'docs/http.md': 'REST, API, endpoint, create, upload, cancel, delete, download, retry, idempotent, GDPR',
  'docs/polling.md': 'webhook, callback',
  'docs/tls.md': 'mTLS, mutual TLS, client certificate, API key, OAuth, Maskinporten, authentication',
  'docs/simulator.md': 'simulator, mock, sandbox, test environment',
  'docs/reference/elements.md': 'elements, attributes',
  'SECURITY.md': 'vulnerability, CVE, report, threat model',
  'docs/dependencies.md': 'SBOM, CycloneDX, supply chain, reproducible build, npm audit',
  'docs/troubleshooting.md': '401, 403',
  // The dot and the sign are left out at the ends of a word.
  'docs/coming-from.md': 'C#/.NET/VB',
  'CONTRIBUTING.md': 'contribute',
}

/** What has the name of an export on a page and is something else: a class of another client, an element of XAdES, a command. */
export const otherThings: Readonly<Record<string, readonly string[]>> = {
  'docs/coming-from.md': [
    'AuthenticationLevel',
    'Availability',
    'IdentifierInSignedDocuments',
    'Job',
    'Sender',
    'SignatureType',
    'serviceError',
  ],
  'docs/document-package.md': ['Signature'],
  'docs/http.md': ['serviceError'],
  'docs/cli.md': ['serve'],
}

/** Every page of the site, in the order in which they are read. */
export const pages: readonly Page[] = Object.entries(groups).flatMap(([group, paths]) =>
  paths.map((path) => ({ path, group })),
)

/** The groups of the navigation, in their order. */
export const pageGroups: readonly string[] = Object.keys(groups)

/** Reads the title of a page, its first heading. */
export function titleOf(text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1]
  if (title === undefined) throw new TypeError('A page begins with its title, such as `# Jobs`.')
  return title
}

/** The page of a file. */
export function pageOf(file: string): Page {
  const page = pages.find(({ path }) => repositoryFile(path) === file)
  if (page === undefined) throw new TypeError(`${file} is no page of scripts/site/pages.ts.`)
  return page
}

/** The address of a page within the site, without its extension: `docs/job.md` is `job`, `schema/README.md` is `schema`. */
export function addressOf(file: string): string {
  const { path } = pageOf(file)
  return path
    .replace(/^docs\//, '')
    .replace(/(?:\/README)?\.md$/, '')
    .toLowerCase()
}

/** Reads the file of a page. */
export const readPage = ({ path }: Page): string => readFileSync(repositoryFile(path), 'utf8')
