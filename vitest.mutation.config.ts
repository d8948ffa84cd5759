import { relative } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification, type Vitest } from 'vitest/node'
import { mutatedFolders } from './testing/mutation.js'
import config from './vitest.config.js'

const { tests = [] } = mutatedFolders[process.env['MUTATED_FOLDER'] ?? ''] ?? {}

type File = ReturnType<Vitest['state']['getFiles']>[number]

/** Stryker counts tests that fail, and a file that cannot be loaded has none: it gets one. */
function withTest(file: File): File {
  const { result, tasks } = file
  if (result?.state !== 'fail' || tasks.length > 0) return file
  const test = { type: 'test', id: `${file.id}_0`, name: 'is loaded', mode: 'run', meta: {}, result, file, suite: file }
  return { ...file, tasks: [test as unknown as File['tasks'][number]] }
}

/** The file that noticed the fault before, then those that take the least time: most faults are noticed by many files. */
class ShortestFirst extends BaseSequencer {
  constructor(ctx: Vitest) {
    super(ctx)
    const { state } = ctx
    const getFiles = state.getFiles.bind(state)
    state.getFiles = (keys) => getFiles(keys).map(withTest)
  }

  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = ({ project, moduleId }: TestSpecification): number => {
      const results = this.ctx.cache.getFileTestResults(`${project.name}:${relative(this.ctx.config.root, moduleId)}`)
      return results?.failed === true ? -1 : (results?.duration ?? 0)
    }
    return Promise.resolve([...files].sort((one, other) => order(one) - order(other)))
  }
}

/** The tests of one folder of `src` as Stryker runs them: in threads, which take no flags of V8. */
const mutation: ViteUserConfig = {
  ...config,
  test: {
    ...config.test,
    projects: [{ extends: true, test: { name: 'mutation', include: [...tests] } }],
    // Nobody else is asked: what needs another program is left out.
    env: { PATH: '', CI: '' },
    execArgv: [],
    // What never settles is noticed sooner than what never returns, for which Stryker ends the whole process.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { sequencer: ShortestFirst },
    reporters: [],
  },
}

export default mutation
