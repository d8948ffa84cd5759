import { expect, test } from 'vitest'
import { readFound } from '../../testing/fuzz/found.js'
import { tryInput } from '../../testing/fuzz/target.js'
import { targetsNamed } from '../../testing/fuzz/targets.js'

test('nothing fails any more that the fuzzer has found', async () => {
  for (const { target: name, kind, input } of readFound()) {
    const [target] = await targetsNamed(name)
    if (target === undefined) expect.unreachable(`There is no target ${name}.`)
    await expect(tryInput(target, input), `${name}: ${kind}`).resolves.toBeTypeOf('boolean')
  }
})
