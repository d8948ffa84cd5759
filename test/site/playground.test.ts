import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { examples } from '../../site/playground/examples.js'
import { indent } from '../../site/playground/indent.js'
import { leastExamples } from '../../site/playground/least.js'
import { maximumMessageBytes } from '../../src/codec/index.js'
import { chromium } from '../../testing/chromium.js'
import { openPlayground, pasteInto, type Playground } from '../../testing/playground.js'
import { describeWith } from '../../testing/requirements.js'
import { openSite, site } from '../../testing/site.js'
import { decodeVectors, vectorsOfKind } from '../../testing/vectors/read.js'
import type { EncodeVector } from '../../testing/vectors/vector.js'

const namespace = 'http://signering.posten.no/schema/v1'

/** The text of a vector, as an editor shows it before it is pasted; undefined for bytes that are no text. */
function textOf({
  id,
  xml,
  bytes,
}: {
  readonly id: string
  readonly xml?: string
  readonly bytes?: string
}): string | undefined {
  if (xml !== undefined) return xml
  const encodings = ['utf-16-little-endian', 'utf-16-big-endian', 'latin-1', 'us-ascii', 'byte-order-mark', 'bytes']
  const [utf16le, utf16be, latin1] = encodings
  const name = id.split('/').at(-1) ?? ''
  if (!encodings.includes(name)) return undefined
  const content = Buffer.from(bytes ?? '', 'base64')
  // To a TextDecoder that is another name of windows-1252, as newer versions of Node.js have it.
  if (name === latin1) return content.toString('latin1')
  return new TextDecoder(name === utf16le ? 'utf-16le' : name === utf16be ? 'utf-16be' : 'utf-8').decode(content)
}

describeWith([chromium], 'the playground', () => {
  const opened = openSite('/some/folder/')
  const open = (options = {}): Promise<Playground> =>
    openPlayground(opened.browser, `${opened.server.url}playground.html`, options)

  test('gives the value of every vector, or its issues', async () => {
    const playground = await open()
    const vectors = decodeVectors().flatMap((vector) => {
      const text = textOf(vector)
      return text === undefined ? [] : [{ ...vector, text }]
    })
    await playground.page.selectOption('#sector', '')
    await playground.settled()
    const seen = await playground.pasteAll(
      'xml',
      vectors.map(({ text }) => text),
    )
    for (const [index, { id, element, strict }] of vectors.entries()) {
      const found = seen[index]
      const expected = strict.valid ? (strict.warnings ?? []) : strict.issues
      // A message is taken for what its root says.
      if (expected.some(({ code }) => code === 'schema.root')) continue
      expect(found?.codes, id).toEqual(expected.slice(0, 100).map(({ code }) => code))
      if (strict.valid) expect([found?.element, JSON.parse(found?.json ?? '')], id).toEqual([element, strict.value])
    }
    expect(vectors.length).toBeGreaterThan(1000)
    expect(playground.complaints).toEqual([])
    await playground.close()
  })

  test('gives the document of every vector, or its issues', async () => {
    const playground = await open()
    const vectors = vectorsOfKind<EncodeVector>('encode')
    for (const name of new Set(vectors.map(({ element }) => element))) {
      await playground.page.selectOption('#example', String(examples.findIndex(({ element }) => element === name)))
      await playground.settled()
      await playground.page.selectOption('#sector', '')
      await playground.settled()
      const own = vectors.filter(({ element }) => element === name)
      const seen = await playground.pasteAll(
        'json',
        own.map(({ value }) => JSON.stringify(value, undefined, 1)),
      )
      for (const [index, { id, xml }] of own.entries()) {
        if (xml !== undefined) expect(seen[index]?.xml, id).toBe(indent(xml))
        else expect(seen[index]?.codes, id).not.toEqual([])
      }
    }
    await playground.close()
  })

  test('keeps numbers of eleven digits as they are, and out of issues', async () => {
    const playground = await open()
    const number = '01234567890'
    const json = JSON.stringify(examples[0]?.value, undefined, 2).replace('12345678910', number)
    await playground.paste('json', json)
    expect(await playground.text('xml')).toContain(`>${number}<`)
    await playground.paste('xml', (await playground.text('xml')).replace(number, `${number}0`))
    expect(await playground.codes()).toEqual(['schema.pattern'])
    expect(await playground.text('json')).toContain(`"${number}0"`)
    const issues = playground.page.locator('section[aria-labelledby=issues-title]')
    expect(await issues.textContent()).not.toMatch(/[0-9]{5}/)
    await playground.close()
  })

  test('starts from an example of each element', async () => {
    const playground = await open()
    const select = playground.page.locator('#example')
    const all = [...examples, ...leastExamples()]
    expect(await select.locator('option').count()).toBe(all.length)
    for (const [index, { title, element, xml }] of all.entries()) {
      await select.selectOption(String(index))
      await playground.settled()
      expect(await playground.page.locator('#element').textContent(), title).toBe(element)
      expect((await playground.codes()).length > 0, title).toBe(xml !== undefined)
      expect(await playground.text('xml'), title).toContain(`<${element}`)
    }
    await playground.page.goto(`${opened.server.url}playground.html#error`)
    await playground.settled()
    expect(await playground.text('json')).toContain('"errorCode"')
    await playground.page.goto(
      `${opened.server.url}playground.html#portal-signature-job-manifest/availability/activation-time`,
    )
    await playground.settled()
    expect(await playground.text('xml')).toContain('<activation-time>')
    const again = leastExamples().find(({ path }) => path.endsWith('(again)'))
    await playground.page.goto(`${opened.server.url}playground.html#${again?.path ?? ''}`)
    await playground.settled()
    expect(JSON.parse(await playground.text('json'))).toEqual(again?.value)
    await playground.close()
  })

  test('reads by the sector, and with what is unknown and rules as they are set', async () => {
    const playground = await open()
    const { page } = playground
    await page.selectOption('#example', { label: 'Manifest: notification by lookup' })
    await playground.settled()
    const xml = await playground.text('xml')
    await playground.paste('xml', xml.replace('<title>', '<new/>\n<title>'))
    expect(await playground.codes()).toEqual(['schema.element-unexpected'])
    const set = async (name: string, value: string): Promise<readonly string[]> => {
      await page.selectOption(`#${name}`, value)
      await playground.settled()
      return playground.codes()
    }
    expect(await set('unknown', 'ignore')).toEqual([])
    const broken = ['rule.lookup-public-only', 'rule.private-level-4']
    expect(await set('sector', 'PRIVATE')).toEqual(broken)
    expect(await playground.status()).toContain('2 errors.')
    expect(await set('rules', 'warn')).toEqual(broken)
    expect(await playground.status()).toContain('2 warnings.')
    await playground.close()
  })

  test('marks issues on both sides, and leads to them', async () => {
    const playground = await open()
    const { page } = playground
    await page.selectOption('#example', { label: 'Manifest: with mistakes' })
    await playground.settled()
    const marked = (side: string): Promise<string[]> => page.locator(`#${side} .cm-lintRange-error`).allTextContents()
    expect(await marked('xml')).toEqual([
      '<personal-identification-number',
      '<email',
      '<notifications-using-lookup',
      '<organization-number',
      '<document',
      '<available-seconds',
    ])
    expect(await marked('json')).toEqual(['"1234567891"', '{', '{', '"12345678"', '"../job.pdf"', '7776001'])
    const focused = (): Promise<string> =>
      page.evaluate(
        `document.activeElement.closest('.editor').id + ' ' + document.activeElement.querySelector('.cm-activeLine').textContent.trim()`,
      )
    const first = page.locator('#problems li').first()
    await first.getByRole('button').first().click()
    expect(await focused()).toBe('xml <personal-identification-number>1234567891</personal-identification-number>')
    await first.getByRole('button').last().click()
    expect(await focused()).toBe('json "personalIdentificationNumber": "1234567891",')
    expect(await first.textContent()).toMatch(/Likely cause: .+Remedy: .+/)
    expect(await first.getByRole('button').allTextContents()).toEqual([
      'XML, line 5, column 7',
      'JSON, line 4, column 39: signers[0].personalIdentificationNumber',
    ])
    await playground.close()
  })

  test('marks what is no JSON or no XML on its own side alone', async () => {
    const playground = await open()
    const { page } = playground
    for (const [side, other, text] of [
      ['json', 'xml', '{\n "a":'],
      ['xml', 'json', '<error'],
    ] as const) {
      await playground.paste(side, text)
      expect(await page.locator(`#${side} .cm-lint-marker-error`).count()).toBe(1)
      expect(await page.locator(`#${other} .cm-lint-marker-error`).count()).toBe(0)
      expect(await page.locator('#problems button').count()).toBe(1)
      expect(await playground.status()).toBe('1 error. The other side cannot follow.')
    }
    await playground.close()
  })

  test('leads from each issue to what the page of errors says of it', async () => {
    const playground = await open()
    await playground.page.selectOption('#example', { label: 'Manifest: with mistakes' })
    await playground.settled()
    const page = readFileSync(`${site}/reference/issues.html`, 'utf8')
    const links = await playground.page.locator('#problems a').all()
    expect(links.length).toBe(8)
    for (const link of links) {
      const [path, id] = ((await link.getAttribute('href')) ?? '').split('#')
      expect(path).toBe('reference/issues.html')
      expect(page).toContain(`id="${id}"`)
    }
    await playground.close()
  })

  test('says a count once, however long it stays so', async () => {
    const playground = await open()
    await playground.page.evaluate(
      `window.said = 0; new MutationObserver(() => said++).observe(document.getElementById('status'), { childList: true })`,
    )
    for (const text of ['{', '{ ', '{  ']) await playground.paste('json', text)
    expect(await playground.page.evaluate('said')).toBe(1)
    await playground.close()
  })

  test('shows no answer to an older text once a newer one stands there', async () => {
    const playground = await open()
    const { page } = playground
    const [older, newer] = ['older', 'newer'].map((word) =>
      JSON.stringify({ ...(examples.find(({ element }) => element === 'error')?.value as object), errorCode: word }),
    )
    await page.selectOption('#example', { label: 'Error of the service' })
    await playground.settled()
    // The newer text is pasted at once after the worker is asked for the older one, and so before it has answered.
    await page.evaluate(`window.shown = []; {
      const post = Worker.prototype.postMessage
      Worker.prototype.postMessage = function (question) {
        Worker.prototype.postMessage = post
        post.call(this, question)
        queueMicrotask(() => ${pasteInto('json', newer ?? '')})
      }
      const content = document.querySelector('#xml .cm-content')
      new MutationObserver(() => shown.push(content.textContent)).observe(content, { childList: true, subtree: true, characterData: true })
    }`)
    await playground.paste('json', older ?? '')
    expect((await page.evaluate<readonly string[]>('shown')).join('')).not.toContain('older')
    expect(await playground.text('xml')).toContain('newer')
    await playground.close()
  })

  test('copies the value as TypeScript', async () => {
    const playground = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = playground
    await page.getByRole('button', { name: 'Copy as TypeScript' }).click()
    await page.getByText('Copied.').waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied).toContain("manifestFor('PRIVATE').encode(value)")
    expect(await page.locator('#code').textContent()).toBe(copied)
    await playground.paste('json', '{}')
    expect(await page.locator('#code').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Copy as TypeScript' }).click()
    await page.getByText('There is no value to copy').waitFor()
    await playground.close()
  })

  test('copies no value of an older text', async () => {
    const playground = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = playground
    const click = `document.getElementById('copy').click()`
    const xml = (reference: string): string =>
      `<portal-signature-job-request xmlns="${namespace}"><reference>${reference}</reference></portal-signature-job-request>`
    // Before the other side has followed, and before the worker has answered.
    for (const [reference, first, second] of [
      ['one', pasteInto('xml', xml('one')), click],
      ['two', click, pasteInto('xml', xml('two'))],
    ]) {
      await page.evaluate(`{ ${first} }; { ${second} }`)
      await page.locator('#copied:not(:empty)').waitFor()
      expect(await page.locator('#code').textContent()).toContain(`reference: '${reference}'`)
    }
    await playground.close()
  })

  describe('sends nothing anywhere', () => {
    test('but asks the server for its own files', async () => {
      const playground = await open()
      const { page } = playground
      for (const index of examples.keys()) {
        await page.selectOption('#example', String(index))
        await playground.settled()
      }
      await playground.paste('xml', '<error/>')
      await playground.paste('json', '{')
      await page.getByRole('button', { name: 'Copy as TypeScript' }).click()
      await page.getByText('There is no value to copy').waitFor()
      const files = ['playground.html', 'playground/playground.css', 'playground/theme.js', 'playground/playground.js']
      const others = playground.asked.filter((url) => !url.startsWith('blob:') && !url.startsWith('data:'))
      expect([...others].sort()).toEqual(files.map((file) => opened.server.url + file).sort())
      await playground.close()
    })

    test('and could not, neither from the page nor from its worker', async () => {
      const playground = await open()
      const before = opened.server.asked.length
      const ways = [
        `fetch('${opened.server.url}stolen').then(() => 'sent', () => 'refused')`,
        `new Promise((done) => { const socket = new WebSocket('${opened.server.url.replace('http', 'ws')}stolen'); socket.onopen = () => done('sent'); socket.onerror = () => done('refused') }).catch(() => 'refused')`,
      ]
      const [worker] = playground.page.workers()
      for (const way of ways) {
        expect(await playground.page.evaluate(way)).toBe('refused')
        expect(await worker?.evaluate(way)).toBe('refused')
      }
      const image = `new Promise((done) => { const image = new Image(); image.onload = () => done('sent'); image.onerror = () => done('refused'); image.src = '${opened.server.url}stolen' })`
      expect(await playground.page.evaluate(image)).toBe('refused')
      expect(opened.server.asked.slice(before)).toEqual([])
      await playground.close()
    })
  })

  describe('has nothing that keeps somebody out', () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

    test.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
      ['dark', 390],
    ] as const)('%s, %i px wide', async (colorScheme, width) => {
      const playground = await open({ colorScheme, viewport: { width, height: 844 } })
      const { page } = playground
      await page.evaluate(axe)
      const violations = async (): Promise<readonly string[]> =>
        page.evaluate<string[]>(
          `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`,
        )
      const overflow = (): Promise<boolean> =>
        page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
      expect(await violations()).toEqual([])
      expect(await overflow()).toBe(false)
      await page.selectOption('#example', { label: 'Manifest: with mistakes' })
      await playground.settled()
      await page.getByRole('button', { name: 'Copy as TypeScript' }).click()
      await page.locator('#copied:not(:empty)').waitFor()
      expect(await violations()).toEqual([])
      // The list of issues in an editor, and what is told at a mark.
      await page.locator('#xml .cm-content').focus()
      await page.keyboard.press('Control+Shift+M')
      await page.locator('#xml .cm-lintRange').first().hover()
      await page.locator('.cm-tooltip-lint').waitFor()
      expect(await violations()).toEqual([])
      expect(await overflow()).toBe(false)
      await playground.close()
    })
  })

  test('is used by keyboard: Tab leaves an editor, and F8 goes to its issues', async () => {
    const playground = await open()
    const { page } = playground
    await page.selectOption('#example', { label: 'Manifest: with mistakes' })
    await playground.settled()
    const names: string[] = []
    await page.locator('#example').focus()
    const focused = `(() => { const { ariaLabel, id, textContent } = document.activeElement; return ariaLabel || id || textContent.trim() })()`
    for (let count = 0; count < 9; count++) {
      names.push(await page.evaluate<string>(focused))
      await page.keyboard.press('Tab')
    }
    expect(names).toEqual([
      'example',
      'sector',
      'unknown',
      'rules',
      'copy',
      'XML',
      'Value, as JSON',
      'schema.pattern',
      'XML, line 5, column 7',
    ])
    // What is said is taken away after a moment: it is noted when it is said.
    await page.evaluate(`(() => {
      window.said = []
      const spoken = document.querySelector('#xml [aria-live=polite]')
      new MutationObserver(() => { window.said.push(spoken.textContent) }).observe(spoken, { childList: true })
    })()`)
    const lastSaid = (): Promise<string> =>
      page.evaluate<string>(`window.said.filter((text) => text.trim() !== '').at(-1)`)
    await page.locator('#xml .cm-content').focus()
    await page.keyboard.press('F8')
    expect(await page.locator('#xml .cm-activeLine').textContent()).toContain('<personal-identification-number>')
    expect(await lastSaid()).toMatch(/^error: schema\.pattern Must match .+\./)
    await page.keyboard.press('F8')
    expect(await lastSaid()).toMatch(/^error: schema\.attribute-unexpected .+ error: schema\.attribute-missing /)
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate(focused)).toBe('copy')
    await playground.close()
  })

  describe('does not stop for 1 MiB', () => {
    /** Turns of the page between the worker's being asked and its answer: none if the page did the work itself, whenever it did. */
    const turnsFor = (page: Page, side: 'xml' | 'json', text: string): Promise<number> =>
      page.evaluate<number>(`new Promise((done) => {
        let [isAsked, turns] = [false, 0]
        const { postMessage } = Worker.prototype
        Worker.prototype.postMessage = function (question) {
          isAsked = true
          this.addEventListener('message', () => { isAsked = false }, { once: true })
          postMessage.call(this, question)
        }
        const page = document.getElementById('playground')
        const editor = document.querySelector('#${side} .cm-content')
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', ${JSON.stringify(text)})
        const turn = () => {
          if (isAsked) turns++
          if (page.ariaBusy === null) { Worker.prototype.postMessage = postMessage; done(turns) } else setTimeout(turn)
        }
        editor.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', keyCode: 65, ctrlKey: true, bubbles: true }))
        editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
        turn()
      })`)

    test('of XML', async () => {
      const playground = await open()
      // The longest message that is read, with a list of issues that is far too long.
      const [head, tail] = [`<error xmlns="${namespace}">\n`, '</error>']
      const line = '<error-code>a</error-code>\n'
      const count = Math.floor((maximumMessageBytes - head.length - tail.length) / line.length)
      const xml = head + line.repeat(count) + tail
      expect(await turnsFor(playground.page, 'xml', xml)).toBeGreaterThan(3)
      expect(await playground.status()).toContain('1000 errors.')
      expect(await playground.page.locator('#problems li').count()).toBe(101)
      await playground.paste('xml', `${xml}${' '.repeat(100)}`)
      expect(await playground.codes()).toEqual(['xml.size'])
      await playground.close()
    })

    test.each([undefined, 2])('of JSON, indented by %s', async (indent) => {
      const playground = await open()
      const [manifest] = examples
      const { signers } = manifest?.value as { readonly signers: readonly unknown[] }
      const count = Math.ceil(maximumMessageBytes / (JSON.stringify(signers, undefined, indent).length - 2))
      const value = { ...(manifest?.value as object), signers: Array.from({ length: count }, () => signers).flat() }
      const json = JSON.stringify(value, undefined, indent)
      expect(json.length).toBeGreaterThanOrEqual(maximumMessageBytes)
      expect(await turnsFor(playground.page, 'json', json)).toBeGreaterThan(3)
      expect(await playground.codes()).toEqual(['schema.element-too-many'])
      await playground.close()
    })
  })

  test('shows the issue of bad input, and never a stack', async () => {
    const playground = await open()
    const bad = [
      '',
      ' ',
      '<',
      '{',
      'null',
      '[]',
      '"',
      '\uD800',
      '\0\u0001',
      '<a/>',
      '<!DOCTYPE a><a/>',
      '&',
      ']]>',
      '['.repeat(10_000),
      '{"a":'.repeat(10_000),
      '<a>'.repeat(10_000),
      '{"__proto__":1,"constructor":{}}',
      `<error xmlns="${namespace}">`,
    ]
    for (const side of ['xml', 'json'] as const)
      for (const text of bad) {
        await playground.paste(side, text)
        expect(await playground.codes(), text.slice(0, 40)).not.toEqual([])
        expect(await playground.page.locator('main').innerText()).not.toMatch(/at fault|\bat .*:\d+:\d+|Error:/)
      }
    expect(playground.complaints).toEqual([])
    await playground.close()
  })

  test('works as a file, too', async () => {
    const playground = await openPlayground(opened.browser, pathToFileURL(`${site}/playground.html`).href)
    expect(await playground.text('xml')).toContain('<portal-signature-job-manifest')
    expect(playground.complaints).toEqual([])
    await playground.close()
  })

  test('says so where there is no worker', async () => {
    const context = await opened.browser.newContext()
    await context.addInitScript('delete window.Worker')
    const page = await context.newPage()
    await page.goto(`${opened.server.url}playground.html`)
    expect(await page.locator('#status').textContent()).toContain('no worker')
    await context.close()
  })

  test('is linked from every page of the site', async () => {
    const page = await opened.browser.newPage()
    for (const path of ['index.html', 'modules/signering-portal_codec.html']) {
      await page.goto(opened.server.url + path)
      const link = page.getByRole('link', { name: 'Playground', exact: true }).first()
      expect(new URL((await link.getAttribute('href')) ?? '', page.url()).href).toBe(
        `${opened.server.url}playground.html`,
      )
    }
    await page.close()
  })
})
