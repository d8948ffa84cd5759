import { describe, expect, it } from 'vitest'
import { askAll } from '../../testing/judges/compare.js'
import type { Difference } from '../../testing/judges/differences.js'
import type { Judge, Panel, Verdict } from '../../testing/judges/judge.js'
import type { JudgedPackage, Matter } from '../../testing/judges/package.js'
import { problemsOf, reasonsOf, tableOf } from '../../testing/judges/table.js'

function packageNamed(name: string, matter?: Matter): JudgedPackage {
  const nothing = { bytes: new Uint8Array(), files: new Map(), trust: [], intermediates: [], authorities: [] }
  const fault = matter && { fault: { matter, code: 'signature.value' as const } }
  return { name, ...nothing, receivedAt: new Date(0), ...fault }
}

const packages = [packageNamed('good'), packageNamed('forged', 'signature'), packageNamed('cut', 'archive')]
const judge: Judge = { name: 'Judge', judges: ['signature'], blind: 'It sees no archive.' }

/** A judge that accepts what is named, and keeps what it was asked about. */
function panelThatAccepts(names: readonly string[], asked: string[] = []): Panel {
  return {
    judges: [judge],
    needs: [],
    ask: (laid) => {
      asked.push(...laid.map(({ judged }) => judged.name))
      return Promise.resolve(
        laid.map(({ judged }): readonly Verdict[] => [{ accepted: names.includes(judged.name), reason: 'said' }]),
      )
    },
  }
}

async function problemsWith(
  names: readonly string[],
  ...differences: readonly Difference[]
): Promise<readonly string[]> {
  return problemsOf(await askAll([panelThatAccepts(names)], packages, differences))
}

const expected: Difference = { judges: ['Judge'], packages: ['forged'], why: 'It is lenient.' }

describe('a judge', () => {
  it('is asked only about what is whole and what it can see', async () => {
    const asked: string[] = []
    await askAll([panelThatAccepts([], asked)], packages, [])
    expect(asked).toEqual(['good', 'forged'])
  })

  it('that is right is no problem', async () => {
    expect(await problemsWith(['good'])).toEqual([])
  })

  it('that accepts a fault is one', async () => {
    expect(await problemsWith(['good', 'forged'])).toEqual(['Judge accepts forged (said)'])
  })

  it('that refuses what is whole is one', async () => {
    expect(await problemsWith([])).toEqual(['Judge refuses good (said)'])
  })

  it('is none where that is expected', async () => {
    expect(await problemsWith(['good', 'forged'], expected)).toEqual([])
    expect(await problemsWith([], { judges: ['Judge'], packages: 'whole', why: 'It is strict.' })).toEqual([])
  })

  it('is one where what was expected is no longer so', async () => {
    const gone = ['Judge was expected to differ on forged, and does not']
    expect(await problemsWith(['good'], expected)).toEqual(gone)
  })

  it('is one where it was never asked about what it is expected to differ on', async () => {
    const never = { ...expected, packages: ['cut'] }
    expect(await problemsWith(['good'], never)).toEqual(['Judge was expected to differ on cut, and does not'])
  })

  it('is one where it differs for another reason than is expected', async () => {
    expect(await problemsWith(['good', 'forged'], { ...expected, saying: 'said' })).toEqual([])
    expect(await problemsWith(['good', 'forged'], { ...expected, saying: 'else' })).toEqual([
      'Judge accepts forged (said)',
    ])
  })

  it('that does not answer is an error', async () => {
    const silent: Panel = { judges: [judge], needs: [], ask: () => Promise.resolve([]) }
    await expect(askAll([silent], packages, [])).rejects.toThrow('did not answer')
  })
})

it('what judges said is a table, and their reasons a list', async () => {
  const judgements = await askAll([panelThatAccepts(['good', 'forged'])], packages, [expected])
  expect(tableOf(judgements).split('\n')[1]?.split(/ +/)).toEqual(['Judge', '2', '0', '1', '0'])
  expect(reasonsOf(judgements)).toBe(
    'Judge\n  not asked about faults of archive, path, service: It sees no archive.\n  forged\n    It is lenient.',
  )
})
