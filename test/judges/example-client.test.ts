import { expect, it } from 'vitest'
import { exampleClientNeeds, examplePackages } from '../../testing/judges/example-client.js'
import { verify } from '../../testing/judges/own.js'
import { describeWith } from '../../testing/requirements.js'

describeWith(exampleClientNeeds, 'packages of the example client in Python', () => {
  it('are accepted, and say what they are to say', async () => {
    const packages = await examplePackages()
    expect(packages).not.toEqual([])
    for (const { manifest, ...judged } of packages) {
      const verified = verify(judged)
      expect({ name: judged.name, ...verified }).toMatchObject({ ok: true, value: { manifest } })
      expect(judged.files.size).toBe((manifest.documents?.length ?? 0) + 2)
    }
  })
})
