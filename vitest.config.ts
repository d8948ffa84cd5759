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
      exclude: ['src/cli.ts'],
      reporter: ['text-summary'],
      thresholds: { statements: 90, branches: 85, functions: 90, lines: 90 },
    },
  },
})

export default config
