import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositoryFile } from '../../testing/requirements.js'

const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    exports: { '.': { types: './dist/index.d.ts' }, './data/*': './data/*' },
  }),
  'dist/index.d.ts': `import { type Secret } from './inner.js'\nexport { type Key, sign } from './inner.js'\nexport * from './all.js'\n`,
  'dist/inner.d.ts': `import type { KeyObject } from 'node:crypto'
import { type Length, type Width } from './measures.js'
/** A key. */
export interface Key { readonly length: Length }
export declare function sign(key: Key): Hidden
export declare function internal(key: KeyObject, width: Width): void
export interface Secret { readonly key: KeyObject }
interface Hidden { readonly bytes: Uint8Array }
`,
  'dist/measures.d.ts': `export type Length = number\nexport type Width = number\n`,
  'dist/all.d.ts': `export declare const one: 1\n`,
  'dist/unseen.d.ts': `export declare const unseen: 1\n`,
  'dist/index.js': `export const one = 1\n`,
}
let folder = ''
const textOf = (name: string): string => readFileSync(join(folder, 'dist', name), 'utf8')

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'declarations-'))
  mkdirSync(join(folder, 'dist'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const program = ['--import', import.meta.resolve('tsx'), repositoryFile('scripts/prune-declarations.ts')]
  const { status, stderr } = spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the declarations that are packed', () => {
  it('are what an entry exports, what that mentions, and the comments of both', () => {
    expect(textOf('inner.d.ts')).toBe(`import { type Length } from './measures.js'
/** A key. */
export interface Key { readonly length: Length }
export declare function sign(key: Key): Hidden
interface Hidden { readonly bytes: Uint8Array }
`)
    expect(textOf('all.d.ts')).toBe(files['dist/all.d.ts'])
  })

  it('name nothing that no user of an entry sees, so that they need no types of Node.js for it', () => {
    expect(textOf('measures.d.ts')).toBe(`export type Length = number\n`)
    expect(textOf('inner.d.ts')).not.toMatch(/node:|internal|Secret|Width/)
    expect(existsSync(join(folder, 'dist', 'unseen.d.ts'))).toBe(false)
  })

  it('are all that is touched', () => {
    expect(textOf('index.js')).toBe(files['dist/index.js'])
    expect(textOf('index.d.ts')).toBe(files['dist/index.d.ts'])
  })
})
