import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { describeWith, jdk, repositoryFile } from '../../testing/requirements.js'
import { formatted } from '../../scripts/reference/markdown.js'
import { conformancePage, judgeEdgeCases } from '../../testing/conformance/page.js'

describeWith([jdk], 'edge cases of XML Schema', () => {
  test('whoever differs has a reason, and nothing that both validators refuse is accepted', async () => {
    const judged = await judgeEdgeCases()
    expect(judged).not.toEqual([])
    const unexplained = judged.filter(({ codes, libxml2, xerces, note }) => {
      const ours = codes.length === 0
      if (ours && !libxml2 && !xerces) return true
      return (ours !== libxml2 || ours !== xerces) !== (note !== undefined)
    })
    expect(unexplained.map(({ document, ...rest }) => rest)).toEqual([])
    // `npm run reference` writes the page. The validators of this machine may be of other versions, and must say the same.
    const page = readFileSync(repositoryFile('docs/conformance.md'), 'utf8')
    const judges = /libxml2 as libxml2-wasm\s[0-9.]+\shas\sit,\sand\sXerces\sas\sJDK\s[0-9._+]+\shas\sit/.exec(
      page,
    )?.[0]
    expect(page).toBe(await formatted('docs/conformance.md', conformancePage(judged, judges)))
  })
})
