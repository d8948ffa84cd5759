import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const { compilerOptions } = JSON.parse(readFileSync(file('tsconfig.json'), 'utf8')) as {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly [string]>> }
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
    include: ['test/**/*.test.ts'],
    reporters: ['default', './testing/reporter.ts'],
    setupFiles: ['./testing/seed.ts'],
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
