import type { RolldownOptions } from 'rolldown'

/**
 * The programs of the bench as plain JavaScript, as users run the package: what runs TypeScript as it is gives each function
 * its name, which alone costs a tenth.
 */
const config: RolldownOptions = {
  input: ['run', 'suite-process', 'allocation-process', 'limits-process', 'growth-process', 'package-process'].map(
    (name) => `bench/${name}.ts`,
  ),
  // All that is no path: what Node.js has, packages, and the package itself as it is built.
  external: /^[^./]/,
  platform: 'node',
  tsconfig: 'bench/tsconfig.run.json',
  logLevel: 'warn',
  // Beside the folders of the sources, so that a path to a file of the repository is the same.
  output: { dir: 'dist-bench', cleanDir: true, chunkFileNames: '[name].js', minify: false },
}

export default config
