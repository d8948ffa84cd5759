/**
 * Values that stand where personal data and secrets would: none of them, and no part of one, is a word of the field or of any program.
 *
 * @module
 */

/** What goes into inputs, by what it looks like. */
export const marks = {
  /** What can be the name of an element, of an attribute or of a namespace's prefix too. */
  word: 'Qvizkawobexhyltum',
  name: 'Jøwqa Vyxholt-Ækrup',
  mail: 'vuqpyx.zhalmo@kwybdoq.zwq',
  mobile: '+4791736428',
  person: '27918364052',
  passphrase: 'hYxq7 Lomvuk9&<Pzj"\'W',
  address: 'https://pwozkyq.zwq/xofvugj/qiwvkz?kvypzq=zqemtu',
  long: '8263950174',
  file: 'jyrpmoq-wuzfek.pdf',
} as const

/** What a mark looks like. */
export type MarkName = keyof typeof marks

/** Each mark and what it looks like. */
export const everyMark = Object.entries(marks) as readonly (readonly [name: MarkName, mark: string])[]

/** What nobody may find of the marks: less what others have too. */
export const markedSecrets: readonly string[] = everyMark.map(([, mark]) => mark.replace(/^https:\/\/|\.pdf$/g, ''))

/** A content that a document, a key or a response would have. */
export const markedBytes: Uint8Array = new TextEncoder().encode(
  `%PDF-1.4\n% ${everyMark.map(([, mark]) => mark).join(' % ')}\n%%EOF\n`,
)
