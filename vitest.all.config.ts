import type { ViteUserConfig } from 'vitest/config'
import config, { slow } from './vitest.config.js'

/**
 * All that `npm test` runs, as one project: projects share no modules, so that each worker would load the sources anew for
 * each of them.
 */
const all: ViteUserConfig = {
  ...config,
  test: {
    ...config.test,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: [...slow.conformance, ...slow.faults, ...slow.judges, ...slow.matrix, ...slow.site],
        },
      },
    ],
  },
}

export default all
