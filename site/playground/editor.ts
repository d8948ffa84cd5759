/**
 * An editor of one side.
 *
 * @module
 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { xml } from '@codemirror/lang-xml'
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import {
  forEachDiagnostic,
  lintGutter,
  lintKeymap,
  nextDiagnostic,
  setDiagnostics,
  type Diagnostic,
} from '@codemirror/lint'
import { Annotation, EditorState, type Text } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Place } from './convert.js'
import { nodesOf } from './prose.js'

/** A mark in a text. */
export interface Mark {
  readonly place: Place
  readonly severity: 'error' | 'warning'
  /** What is told at the mark; names in it stand in backquotes. */
  readonly text: string
}

/** An editor. */
export interface Editor {
  readonly text: () => string
  /** Puts in another text, without telling that it was edited; what is the same before and after stays where it is. */
  readonly setText: (text: string) => void
  readonly setMarks: (marks: readonly Mark[]) => void
  /** Goes to a place. */
  readonly goTo: (place: Place) => void
}

/** Texts that the page puts in. */
const byPage = Annotation.define<boolean>()

const highlighting = HighlightStyle.define([
  { tag: [tags.tagName, tags.propertyName], color: 'var(--name)' },
  { tag: tags.attributeName, color: 'var(--attribute)' },
  { tag: [tags.string, tags.attributeValue], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--number)' },
  { tag: [tags.comment, tags.processingInstruction, tags.angleBracket, tags.separator], color: 'var(--aside)' },
  { tag: tags.invalid, color: 'var(--error)' },
])

/**
 * Makes an editor. Tab goes on to what comes next on the page, as in every form.
 *
 * @param parent - where it is put
 * @param language - of its text
 * @param label - its name
 * @param edited - called after each edit by the user, with whether they type and may go on to
 */
export function createEditor(
  parent: HTMLElement,
  language: 'xml' | 'json',
  label: string,
  edited: (isTyping: boolean) => void,
): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': label,
          tabindex: '0',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        language === 'xml' ? xml() : json(),
        syntaxHighlighting(highlighting),
        keymap.of([{ key: 'F8', run: sayNext }, ...[defaultKeymap, historyKeymap, foldKeymap, lintKeymap].flat()]),
        EditorView.updateListener.of(({ docChanged, transactions }) => {
          const byUser = transactions.filter((transaction) => transaction.annotation(byPage) !== true)
          if (docChanged && byUser.length > 0)
            edited(byUser.every((transaction) => transaction.isUserEvent('input.type')))
        }),
      ],
    }),
  })
  return {
    text: () => view.state.doc.toString(),
    setText: (text) => {
      replace(view, text)
    },
    setMarks: (marks) => {
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, marks)))
    },
    goTo: (place) => {
      const at = indexOf(view.state.doc, place)
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      view.focus()
    },
  }
}

/** Goes to the next issue, and has a screen reader say it: what is shown at a mark takes no focus. */
function sayNext(view: EditorView): boolean {
  if (!nextDiagnostic(view)) return false
  const told: string[] = []
  const { from } = view.state.selection.main
  forEachDiagnostic(view.state, ({ severity, message }, at) => {
    if (at === from) told.push(`${severity}: ${message.replaceAll('`', '')}`)
  })
  view.dispatch({ effects: EditorView.announce.of(told.join(' ')) })
  return true
}

/** Changes only what differs, so that the editor stays where it was scrolled to. */
function replace(view: EditorView, text: string): void {
  const [now, next] = [view.state.doc.toString(), text.replace(/\r\n?/g, '\n')]
  if (now === next) return
  const shortest = Math.min(now.length, next.length)
  let from = 0
  while (from < shortest && now[from] === next[from]) from++
  let same = 0
  while (same < shortest - from && now.at(-1 - same) === next.at(-1 - same)) same++
  view.dispatch({
    changes: { from, to: now.length - same, insert: next.slice(from, next.length - same) },
    annotations: byPage.of(true),
  })
}

function diagnosticsOf(doc: Text, marks: readonly Mark[]): readonly Diagnostic[] {
  return marks
    .map(({ place, severity, text }): Diagnostic => {
      const from = indexOf(doc, place)
      const line = doc.lineAt(from)
      const to = from + lengthOfMark(line.text.slice(from - line.from, from - line.from + 200))
      const renderMessage = (): Node => {
        const message = document.createElement('span')
        message.append(...nodesOf(text))
        return message
      }
      return { from, to, severity, message: text, renderMessage }
    })
    .sort((one, other) => one.from - other.from)
}

/** Of what stands at a place: a tag up to its name, a text in quotes, a word, or a character. */
function lengthOfMark(text: string): number {
  return /^(?:<\/?[^\s/>]*|"(?:[^"\\]|\\.)*"?|[\w.:-]+|.?)/su.exec(text)?.[0].length ?? 0
}

/** Columns are counted in Unicode characters, the editor counts in UTF-16. */
function indexOf(doc: Text, { line, column }: Place): number {
  const { from, text } = doc.line(Math.min(Math.max(line, 1), doc.lines))
  let index = 0
  for (let left = column - 1; left > 0 && index < text.length; left--)
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
  return from + index
}
