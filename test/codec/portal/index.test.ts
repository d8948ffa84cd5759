import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { repositoryFile } from '../../../testing/requirements.js'

/** The files of messages that a program holds which uses one export of `/codec`, once it is bundled. */
async function filesWith(name: string): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${name} } from './codec/index.js'`, resolveDir: repositoryFile('src') },
    absWorkingDir: repositoryFile('src/codec/portal'),
    bundle: true,
    format: 'esm',
    external: ['saxes'],
    write: false,
    outfile: 'program.js',
    metafile: true,
  })
  const [output] = Object.values(metafile.outputs)
  return Object.entries(output?.inputs ?? {})
    .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && !file.startsWith('..') && file.endsWith('.ts'))
    .map(([file]) => file)
    .sort()
}

test.each([
  ['serviceError', ['error.ts']],
  ['portalSignatureJobRequest', ['common.ts', 'job-request.ts']],
  ['portalSignatureJobResponse', ['common.ts', 'job-response.ts']],
  ['portalSignatureJobStatusChangeResponse', ['common.ts', 'signer.ts', 'status-change.ts']],
])('a program that uses %s is bundled without the other messages', async (name, files) => {
  expect(await filesWith(name)).toEqual(files)
})

test('one that uses the manifest is bundled with its rules', async () => {
  expect(await filesWith('portalSignatureJobManifest')).toContain('manifest-rules.ts')
})
