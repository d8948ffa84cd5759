import type { ViteUserConfig } from 'vitest/config'
import { mutatedFolders } from './testing/mutation.js'
import config from './vitest.config.js'

const { tests = [] } = mutatedFolders[process.env['MUTATED_FOLDER'] ?? ''] ?? {}

/** The tests of one folder of `src` as Stryker runs them: in threads, which take no flags of V8. */
const mutation: ViteUserConfig = {
  ...config,
  test: {
    ...config.test,
    projects: [{ extends: true, test: { name: 'mutation', include: [...tests] } }],
    // Nobody else is asked: what needs another program is left out.
    env: { PATH: '', CI: '' },
    execArgv: [],
    reporters: [],
  },
}

export default mutation
