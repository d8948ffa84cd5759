/**
 * The page of the playground.
 *
 * @module
 */
import type { Agreement, Converted, Settings } from './convert.js'
import { createEditor, type Editor, type Mark } from './editor.js'
import { examples, nameOf, type Example } from './examples.js'
import type { LeastExample } from './least.js'
import { countOf, listProblems } from './problems.js'
import { make } from './prose.js'
import type { Answer, Question, ToldProblem } from './worker.js'

/** The program of the worker, which the build puts here: a page that is opened as a file can load no worker from another. */
declare const workerProgram: string
/** What the build puts here, too. */
declare const leastExamples: readonly LeastExample[]

type Side = 'xml' | 'json'

/** After the last key, before the other side follows. */
const pauseMilliseconds = 200

function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id)
  if (!(element instanceof type)) throw new TypeError(`The page has no ${id}.`)
  return element
}

const page = byId('playground', HTMLElement)
const status = byId('status', HTMLElement)
const list = byId('problems', HTMLElement)
const elementName = byId('element', HTMLElement)
const copied = byId('copied', HTMLElement)
const code = byId('code', HTMLElement)
const [example, sector, unknown, rules] = ['example', 'sector', 'unknown', 'rules'].map((id) =>
  byId(id, HTMLSelectElement),
) as [HTMLSelectElement, HTMLSelectElement, HTMLSelectElement, HTMLSelectElement]

const editors: Readonly<Record<Side, Editor>> = {
  xml: createEditor(byId('xml', HTMLElement), 'xml', 'XML', (isTyping) => {
    edit('xml', isTyping)
  }),
  json: createEditor(byId('json', HTMLElement), 'json', 'Value, as JSON', (isTyping) => {
    edit('json', isTyping)
  }),
}

let element = 'portal-signature-job-manifest'
/** The side that the other one follows. */
let edited: Side = 'xml'
/** How many edits there were, and how many of them the worker knows of. */
let [edits, asked] = [0, 0]
let isBusy = false
let isCopyWanted = false
let timer: ReturnType<typeof setTimeout> | undefined

const worker = startWorker()

function startWorker(): Worker | undefined {
  const failed = (): void => {
    status.textContent = 'This browser lets the page start no worker, which reads and writes. Another browser may.'
    page.removeAttribute('aria-busy')
  }
  try {
    const started = new Worker(URL.createObjectURL(new Blob([workerProgram], { type: 'text/javascript' })))
    started.addEventListener('error', (event) => {
      event.preventDefault()
      failed()
    })
    started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      take(data)
    })
    return started
  } catch {
    failed()
    return undefined
  }
}

const settings = (): Settings => ({
  sector: sector.value as Settings['sector'],
  unknown: unknown.value as Settings['unknown'],
  rules: rules.value as Settings['rules'],
})

function ask(task: Question['task']): void {
  const sides = { xml: editors.xml.text(), json: editors.json.text() }
  worker?.postMessage({ task, sides, element, settings: settings() } satisfies Question)
}

function edit(side: Side, isTyping: boolean): void {
  edited = side
  edits++
  copied.textContent = ''
  code.hidden = true
  if (worker === undefined) return
  page.setAttribute('aria-busy', 'true')
  clearTimeout(timer)
  timer = setTimeout(convert, isTyping ? pauseMilliseconds : 0)
}

/** Has one question open at a time: what is edited meanwhile is asked for afterwards. */
function convert(): void {
  if (isBusy) return
  isBusy = true
  asked = edits
  ask(edited)
}

function take(answer: Answer): void {
  if (answer.task === 'typescript') {
    // What was edited meanwhile is asked for anew.
    if (isSettled()) void copy(answer.code)
    else isCopyWanted = true
    return
  }
  isBusy = false
  if (asked !== edits) {
    clearTimeout(timer)
    convert()
    return
  }
  page.removeAttribute('aria-busy')
  if (answer.task === 'failed') tell('The playground is at fault here, not the message.')
  else show(answer.converted, answer.problems)
  copyIfWanted()
}

const isSettled = (): boolean => !page.hasAttribute('aria-busy')

/** Copies once the other side has followed: until then the value is that of an older text. */
function copyIfWanted(): void {
  if (!isCopyWanted || !isSettled()) return
  isCopyWanted = false
  ask('typescript')
}

/** What stands there already is not put in anew: a screen reader would say it after each word that is typed. */
function tell(text: string): void {
  if (status.textContent !== text) status.textContent = text
}

const agreements: Readonly<Record<Agreement, string>> = {
  same: '',
  refused: ' The library refuses this message; the other side shows as much of it as can be read or written.',
  behind: ' The other side cannot follow.',
}

function show(converted: Converted, problems: readonly ToldProblem[]): void {
  element = converted.element
  elementName.textContent = element
  for (const side of ['xml', 'json'] as const) {
    if (side !== edited) editors[side].setText(converted[side])
    editors[side].setMarks(problems.flatMap((problem) => marksOf(problem, side)))
    byId(side, HTMLElement).classList.toggle('behind', side !== edited && converted.agreement !== 'same')
  }
  tell(`${countOf(problems)}${agreements[converted.agreement]}`)
  listProblems(list, problems, (side, place) => {
    editors[side].goTo(place)
  })
}

function marksOf({ issue, remedy, ...places }: ToldProblem, side: Side): readonly Mark[] {
  const place = places[side]
  if (place === undefined) return []
  const { severity, code: name, message } = issue
  const help = remedy === undefined ? '' : ` ${remedy.remedy}`
  return [{ place, severity, text: `\`${name}\` ${message}${help}` }]
}

async function copy(text: string | undefined): Promise<void> {
  code.hidden = text === undefined
  code.textContent = text ?? ''
  if (text === undefined) {
    copied.textContent = 'There is no value to copy: the JSON is not one of the element.'
    return
  }
  try {
    await navigator.clipboard.writeText(text)
    copied.textContent = 'Copied. The code stands below, too.'
  } catch {
    copied.textContent = 'The browser lets the page copy nothing. The code stands below.'
  }
}

function start(from: Example): void {
  element = from.element
  sector.value = from.sector
  unknown.value = 'reject'
  rules.value = 'enforce'
  const side = from.xml === undefined ? 'json' : 'xml'
  editors.xml.setText(from.xml ?? '')
  editors.json.setText(from.value === undefined ? '' : JSON.stringify(from.value, undefined, 2))
  edit(side, false)
}

const all: readonly Example[] = [...examples, ...leastExamples]
const addresses = all.map((one) => encodeURI(nameOf(one)))

/** The example that the address names behind `#`, or the first one. */
function startByAddress(): void {
  const index = Math.max(addresses.indexOf(location.hash.slice(1)), 0)
  example.value = String(index)
  const chosen = all[index]
  if (chosen !== undefined) start(chosen)
}

function optionOf(from: Example): HTMLOptionElement {
  const option = make('option', {}, from.title)
  option.value = String(all.indexOf(from))
  return option
}

function groupOf(name: string): HTMLOptGroupElement {
  const own = leastExamples.filter((one) => one.element === name)
  const group = make('optgroup', {}, ...own.map(optionOf))
  group.label = name
  return group
}

example.append(...examples.map(optionOf), ...[...new Set(leastExamples.map((one) => one.element))].map(groupOf))
example.addEventListener('change', () => {
  const chosen = all[Number(example.value)]
  if (chosen !== undefined) start(chosen)
})
for (const setting of [sector, unknown, rules])
  setting.addEventListener('change', () => {
    edit(edited, false)
  })
byId('copy', HTMLButtonElement).addEventListener('click', () => {
  isCopyWanted = true
  copyIfWanted()
})
addEventListener('hashchange', startByAddress)
startByAddress()
