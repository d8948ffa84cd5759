/**
 * Makes the site, `docs/api`: `npm run docs`. It needs no server of its own; any that hands out files will do.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Application } from 'typedoc'
import config from '../tsconfig.json' with { type: 'json' }
import { repositoryFile } from '../testing/requirements.js'
import { brokenLinks } from './site/links.js'
import { llmsFullText, llmsText } from './site/llms.js'
import { readAsGitHub } from './site/markdown.js'
import { pageGroups, pages, searchGroupBoosts } from './site/pages.js'
import { buildPlayground } from './site/playground.js'
import { site } from './site/plugin.js'

const folder = repositoryFile('docs/api')

// Each export belongs to the first entry that has it. The entry that joins others therefore comes last.
const [root, ...others] = Object.values(config.compilerOptions.paths).flat()

const app = await Application.bootstrapWithPlugins({
  entryPoints: [...others, root].map((path) => repositoryFile(path ?? '')),
  sortEntryPoints: false,
  tsconfig: repositoryFile('tsconfig.build.json'),
  plugin: [site],
  router: 'site',
  theme: 'site',
  markdownItLoader: readAsGitHub,
  name: 'signering-portal',
  // The README has a title of its own, and so has every page.
  headings: { readme: false, document: false },
  customCss: repositoryFile('site/site.css'),
  customJs: repositoryFile('site/search.js'),
  readme: repositoryFile('README.md'),
  projectDocuments: pages.map(({ path }) => repositoryFile(path)),
  groupOrder: [...pageGroups, 'Modules', 'Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases', '*'],
  groupReferencesByType: true,
  sort: ['documents-first', 'alphabetical-ignoring-documents'],
  navigation: { includeGroups: true, includeCategories: false, includeFolders: false, excludeReferences: true },
  highlightLanguages: [
    'diff',
    'http',
    'java',
    'javascript',
    'json',
    'python',
    'shellscript',
    'typescript',
    'xml',
    'yaml',
  ],
  useFirstParagraphOfCommentAsSummary: true,
  searchInComments: true,
  searchInDocuments: true,
  searchGroupBoosts,
  navigationLinks: { Playground: 'site:playground.html' },
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  treatWarningsAsErrors: true,
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable', 'Accessor', 'Method', 'Enum'],
  intentionallyNotExported: [
    'AbortSignal',
    'PropertiesOf',
    'confirmationStatuses',
    'resources',
    'sentences',
    'simulatorEnvironments',
  ],
})
const project = await app.convert()
if (project === undefined) process.exit(1)
app.validate(project)
await app.generateDocs(project, folder)
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1)
await buildPlayground(folder)
await writeFile(join(folder, 'llms.txt'), llmsText())
await writeFile(join(folder, 'llms-full.txt'), llmsFullText())
const broken = brokenLinks(folder)
if (broken.length > 0) {
  console.error(['Links that lead nowhere:', ...broken].join('\n  '))
  process.exit(1)
}
console.log('docs: docs/api/index.html')
