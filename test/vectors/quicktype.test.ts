/** Types for Python, made of the JSON Schemas by quicktype, before every value of the vectors. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { codecs } from 'signering-portal/codec'
import { pythonTypes, schemaText } from '../../testing/vectors/quicktype.js'
import { describeWith, python, repositoryFile } from '../../testing/requirements.js'
import { ofRules, read, received, sent, written, type ValueOfVector } from '../../testing/vectors/values.js'

const values = [...read, ...written, ...ofRules, ...sent, ...received]

describeWith([python], 'the types that quicktype makes for Python', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quicktype-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const makeTypes = async (change: (schema: string) => string = (schema) => schema): Promise<string> => {
    const modules = await Promise.all(
      codecs.map(async ({ name }) => [name, await pythonTypes(name, change(schemaText(name)))] as const),
    )
    for (const [name, text] of modules) writeFileSync(join(folder, `${name.replaceAll('-', '_')}.py`), text)
    return modules.map(([, text]) => text).join('\n')
  }

  /** The ids of the values that Python does not read, or writes otherwise. */
  const lostOf = (given: readonly ValueOfVector[]): readonly string[] => {
    const input = given.map((one) => `${JSON.stringify(one)}\n`).join('')
    const script = repositoryFile('testing/python/read_values.py')
    const { status, stdout, stderr } = spawnSync('python3', [script, folder], { input, encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as string)
  }

  it('read every value of the vectors, and write it as it was', async () => {
    await makeTypes()
    expect(values.length).toBeGreaterThan(1_000)
    expect(new Set(values.map(({ element }) => element)).size).toBe(codecs.length)
    expect(lostOf(values)).toEqual([])
  })

  it('are called as the types of portal.xsd are', async () => {
    const names = [...(await makeTypes()).matchAll(/^class (\w+)/gm)].map(([, name = '']) => name.toLowerCase())
    const titles = codecs.flatMap(({ name }) =>
      [...schemaText(name).matchAll(/"title": "([^"]+)"/g)].map(([, title = '']) =>
        title.replaceAll('-', '').toLowerCase(),
      ),
    )
    expect(names.filter((name) => !titles.includes(name))).toEqual([])
    const elements = codecs.map(({ name }) => name.replaceAll('-', ''))
    expect(new Set(names)).toEqual(new Set([...names, ...elements]))
    expect(new Set(names).size).toBeGreaterThan(20)
  })

  it('of other schemas lose values', async () => {
    await makeTypes((schema) =>
      schema
        .replaceAll('"cancellationUrl"', '"cancelUrl"')
        .replace('["IN_PROGRESS", "COMPLETED_SUCCESSFULLY", "FAILED"]', '["IN_PROGRESS", "FAILED"]')
        .replace('"SELF", "OTHER"', '"SELF", "NONE"'),
    )
    const lost = new Set(lostOf(values).map((id) => values.find((one) => one.id === id)?.element))
    expect([...lost].sort()).toEqual([
      'portal-signature-job-manifest',
      'portal-signature-job-response',
      'portal-signature-job-status-change-response',
    ])
  })
})
