/**
 * The playground as a person uses it: text is pasted into its editors, and read off them.
 *
 * @module
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** What a page has said and asked for. */
export interface Watched {
  /** The addresses that the page, its worker included, asked for. */
  readonly asked: readonly string[]
  /** What stands in its console, and what it threw. */
  readonly complaints: readonly string[]
}

/** What is seen once a text was pasted. */
export interface Seen {
  readonly element: string
  readonly xml: string
  readonly json: string
  /** The codes of the issues that are listed. */
  readonly codes: readonly string[]
}

/** A playground that is open. */
export interface Playground extends Watched {
  readonly page: Page
  /** Puts a text in place of what an editor holds, and waits until the other side has followed. */
  readonly paste: (side: 'xml' | 'json', text: string) => Promise<void>
  /** Pastes many texts, one after the other, and reads off what came of each. */
  readonly pasteAll: (side: 'xml' | 'json', texts: readonly string[]) => Promise<readonly Seen[]>
  /** Waits until the other side has followed. */
  readonly settled: () => Promise<void>
  /** The text of an editor. */
  readonly text: (side: 'xml' | 'json') => Promise<string>
  readonly status: () => Promise<string>
  /** The codes of the issues that are listed. */
  readonly codes: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/**
 * Opens a playground.
 *
 * @param browser - the browser
 * @param url - the address of its page
 * @param options - of the browser's context, such as the size of the window
 */
export async function openPlayground(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Playground> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const [asked, complaints]: [string[], string[]] = [[], []]
  context.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  const settled = async (): Promise<void> => {
    await page.locator('#playground:not([aria-busy])').waitFor()
  }
  await settled()
  return {
    ...{ page, asked, complaints, settled },
    paste: async (side, text) => {
      await page.evaluate(pasteInto(side, text))
      await settled()
    },
    pasteAll: (side, texts) => page.evaluate<readonly Seen[]>(pasteAllInto(side, texts)),
    text: (side) => page.evaluate<string>(`{ ${program}; textOf('${side}') }`),
    status: async () => (await page.locator('#status').textContent()) ?? '',
    codes: () => page.locator('#problems li > p:first-child code').allTextContents(),
    close: () => context.close(),
  }
}

/** What a person does with an editor, in the page: it takes a tenth of the time of asking the page for each step. */
const program = `
  const editorOf = (side) => document.querySelector('#' + side + ' .cm-content')
  const selectAll = (side) => {
    const keys = { key: 'a', keyCode: 65, ctrlKey: true, bubbles: true, cancelable: true }
    editorOf(side).dispatchEvent(new KeyboardEvent('keydown', keys))
  }
  const clip = (side, type, clipboardData) => {
    const event = new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true })
    editorOf(side).dispatchEvent(event)
    return clipboardData
  }
  const paste = (side, text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    selectAll(side)
    clip(side, 'paste', data)
  }
  // Only what can be seen of a text stands in the page; all of it is copied.
  const textOf = (side) => {
    editorOf(side).focus()
    selectAll(side)
    return clip(side, 'copy', new DataTransfer()).getData('text/plain')
  }
  const page = document.getElementById('playground')
  const settled = () => new Promise((done) => {
    const look = () => page.ariaBusy === null && (observer.disconnect(), done())
    const observer = new MutationObserver(look)
    observer.observe(page, { attributes: true })
    look()
  })
`

/** What pastes a text in place of what an editor holds, as a block of JavaScript in the page. */
export const pasteInto = (side: string, text: string): string =>
  `{ ${program}; paste('${side}', ${JSON.stringify(text)}) }`

const pasteAllInto = (side: string, texts: readonly string[]): string => `(async () => {
  ${program}
  const seen = []
  for (const text of ${JSON.stringify(texts)}) {
    paste('${side}', text)
    await settled()
    const codes = [...document.querySelectorAll('#problems li > p:first-child code')].map(({ textContent }) => textContent)
    seen.push({ element: document.getElementById('element').textContent, xml: textOf('xml'), json: textOf('json'), codes })
  }
  return seen
})()`
