import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url))

const config: ViteUserConfig = defineConfig({
  resolve: {
    // The package imports itself by name; the tests read the sources behind those names, not a stale build.
    alias: [
      { find: /^signering-portal\/pkcs12$/, replacement: source('bundle/pkcs12.ts') },
      { find: /^signering-portal\/tls$/, replacement: source('http/tls.ts') },
      { find: /^signering-portal\/arbitraries$/, replacement: source('contract/arbitraries.ts') },
      { find: /^signering-portal\/(codec|manifest|bundle|http|contract)$/, replacement: source('$1/index.ts') },
      { find: /^signering-portal$/, replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/reporter.ts'],
    setupFiles: ['./test/support/seed.ts'],
    globalSetup: ['./test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // The command line is tested in processes of its own, which are not counted.
      exclude: ['src/cli.ts', 'src/cli/**'],
      reporter: ['text-summary'],
      thresholds: { statements: 95, branches: 90, functions: 95, lines: 95 },
    },
  },
})

export default config
