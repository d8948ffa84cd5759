import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const { compilerOptions } = JSON.parse(readFileSync(file('tsconfig.json'), 'utf8')) as {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly [string]>> }
}

type Suite =
  | 'conformance'
  | 'properties'
  | 'judges'
  | 'contract'
  | 'matrix'
  | 'declarations'
  | 'faults'
  | 'privacy'
  | 'processes'
  | 'resources'
  | 'site'
  | 'vectors'

/** Suites that take their time, each a project of its own: `--project judges`. All the rest is the project `quick`. */
export const slow: Readonly<Record<Suite, readonly string[]>> = {
  // Generated documents before two validators.
  conformance: ['test/conformance/*.test.ts'],
  // Laws that are tried with many values; PROPERTY_RUNS says how many.
  properties: [
    'test/**/*.property.test.ts',
    'test/**/odd-values.test.ts',
    'test/properties/*.test.ts',
    'test/arbitraries.test.ts',
    'test/http/poll-once-model.test.ts',
    'test/http/polling-model.test.ts',
    'test/x509/subject.test.ts',
  ],
  // The document packages that `npm run judges` puts before others, before our own verifier and two schema validators.
  judges: ['test/judges/*.test.ts'],
  // Every case of the contract, several times over.
  contract: ['test/contract/**/!(matrix).test.ts'],
  // Every client, broken or right, before every case.
  matrix: ['test/contract/matrix.test.ts'],
  // What asks the compiler.
  declarations: [
    'test/architecture.test.ts',
    'test/declarations.test.ts',
    'test/doc-examples.test.ts',
    'test/documented.test.ts',
    'test/entries.test.ts',
    'test/manifest/compile-errors.test.ts',
    'test/codec/declare.test.ts',
    'test/reference.test.ts',
  ],
  // What starts processes of others, or our own anew.
  processes: [
    'test/cli.test.ts',
    'test/cli/contract.test.ts',
    'test/cli/contract-output.test.ts',
    'test/cli/contract-run.test.ts',
    'test/cli/certificates.test.ts',
    'test/cli/check.test.ts',
    'test/cli/check-service.test.ts',
    'test/cli/key-files.test.ts',
    'test/cli/serve-lock.test.ts',
    'test/cli/serve-tls.test.ts',
    'test/simulator/certificate-files.test.ts',
    'test/simulator/certificates.test.ts',
    'test/examples/service*.test.ts',
    'test/fuzz/*.test.ts',
    'test/long-texts.test.ts',
    'test/main-job.test.ts',
    'test/scripts/!(pack).test.ts',
    'test/openapi.test.ts',
    'test/troubleshooting.test.ts',
    'test/bundle/foreign-names.test.ts',
    'test/codec/portal/file-name.test.ts',
    'test/bundle/zip-reader.test.ts',
    'test/bundle/pkcs12.test.ts',
    'test/bundle/pkcs12/*.test.ts',
    'test/x509/distinguished-name.test.ts',
  ],
  // Connections, disks and clocks that fail: `npm run test:faults`.
  faults: ['test/faults/*.test.ts'],
  // Marks in every place of every input.
  privacy: ['test/privacy/*.test.ts'],
  // The vectors for other languages, made anew.
  vectors: ['test/vectors/*.test.ts'],
  // The built site in a browser: `npm run test:site`.
  site: ['test/site/*.test.ts'],
  // What takes memory, connections or much hashing.
  resources: [
    'test/bundle/key.test.ts',
    'test/bundle/pkcs12.key-stores.test.ts',
    'test/bundle/pkcs12.many-rounds.test.ts',
    'test/bundle/write.changed.test.ts',
    'test/codec/copies.test.ts',
    'test/growth.test.ts',
    'test/http/memory.test.ts',
    'test/http/tls-options*.test.ts',
    'test/http/transports.test.ts',
    'test/soak.test.ts',
    'test/x509/encrypted-key.test.ts',
  ],
}

const config: ViteUserConfig = defineConfig({
  resolve: {
    // The package imports itself by name; the tests read the sources behind those names, not a stale build.
    alias: Object.entries(compilerOptions.paths).map(([name, [source]]) => ({
      find: new RegExp(`^${name}$`),
      replacement: file(source),
    })),
  },
  test: {
    projects: [
      { extends: true, test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: Object.values(slow).flat() } },
      ...Object.entries(slow).map(([name, include]) => ({
        extends: true as const,
        test: { name, include: [...include] },
      })),
    ],
    reporters: ['default', './testing/reporter.ts'],
    setupFiles: ['./testing/seed.ts', './testing/equal-bytes.ts'],
    // Two cores are the least that a machine has nowadays; Vitest leaves one of them idle.
    maxWorkers: 2,
    // V8 does so by itself in a process that is large enough: a `+` in an expression then takes memory for each character, and
    // throws after some millions.
    execArgv: ['--no-regexp-optimization'],
    // No test changes a module, so that each worker loads the sources once and not for every file.
    isolate: false,
    // A limit finds a test that hangs. One that finds a slow machine fails for no reason.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // It is run in processes of its own, which are not counted.
      exclude: ['src/cli.ts'],
      reporter: ['text-summary'],
      thresholds: { statements: 98, branches: 97, functions: 98, lines: 98 },
    },
  },
})

export default config
