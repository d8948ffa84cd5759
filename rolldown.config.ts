import { readFileSync } from 'node:fs'
import { relative } from 'node:path/posix'
import type { RolldownOptions } from 'rolldown'

const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly [string]>> }
}

/** What users import, and the command. */
const entries = [...Object.values(compilerOptions.paths).flat(), 'src/cli.ts']

/** Why the package is built so is told in docs/decisions/012-few-files.md. */
const config: RolldownOptions = {
  input: Object.fromEntries(entries.map((path) => [relative('src', path).replace(/\.ts$/, ''), path])),
  // All that is no path: what Node.js has, and packages.
  external: /^[^./]/,
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  logLevel: 'warn',
  output: {
    dir: 'dist',
    cleanDir: true,
    chunkFileNames: 'shared/[name].js',
    // One character beyond Latin-1, and V8 holds a whole file in twice the memory, and takes longer to load it.
    charset: 'ascii',
    // They stand in the declarations, and would not be escaped.
    comments: { jsdoc: false },
    // The code is to be read, and its names to stand in stack traces.
    minify: false,
    minifyInternalExports: false,
    codeSplitting: {
      // One file for each, with all that it imports and that stands in none before it.
      groups: [
        { name: 'trust', test: /\/src\/trust\//, priority: 5 },
        { name: 'codec', test: /\/src\/codec\//, priority: 3 },
        { name: 'manifest', test: /\/src\/manifest\//, priority: 2 },
        { name: 'bundle', test: /\/src\/bundle\/(?!pkcs12)/, priority: 1 },
      ],
    },
  },
}

export default config
