/**
 * What is personal or secret in a text of any kind: by its form alone.
 *
 * @module
 */

/** What was replaced. */
export type Redacted =
  | 'national identity number'
  | 'e-mail address'
  | 'telephone number'
  | 'title'
  | 'description'
  | 'key'
  | 'passphrase'
  | 'credentials'
  | 'bytes'

/** What stands in the place of what was replaced. */
export function mark(kind: Redacted, length: number): string {
  return `(${kind}, ${length})`
}

/** Redacts a text that is no XML. */
export function redactPlainText(text: string): string {
  return redactNumbers(redactAddresses(redactKeys(text)))
}

/** A private key in PEM (RFC 7468); one without its end goes on to the end of the text. */
const privateKey = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:[^]*?-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|[^]*$)/g

function redactKeys(text: string): string {
  return text.includes('PRIVATE KEY-----') ? text.replace(privateKey, (key) => mark('key', key.length)) : text
}

/** What an address has before its `@`, but for what seldom stands there and often around addresses, such as `=` and `/`. */
const localCharacter = /[\p{L}\p{N}\uD800-\uDFFF._%+'~-]/u

/** What it has behind: names of which the last begins with a letter, so that `package@1.2.3` is none. */
const [label, lastLabel] = [/[\p{L}\p{N}-]{1,63}\./uy, /\p{L}[\p{L}\p{N}-]{1,62}/uy]

/** Where a domain ends, label by label: an expression keeps memory for each. Undefined where there is none. */
function endOfDomain(text: string, start: number): number | undefined {
  let end: number | undefined
  for (label.lastIndex = start; label.test(text);) {
    lastLabel.lastIndex = label.lastIndex
    if (lastLabel.test(text)) end = lastLabel.lastIndex
  }
  return end
}

/** From one `@` to the next, and from each not further back than the one before, so that no character is looked at often. */
function redactAddresses(text: string): string {
  let redacted = ''
  let from = 0
  let earliest = 0
  for (const { index: at, 0: sign } of text.matchAll(/@|%40/g)) {
    const behind = at + sign.length
    let start = at
    while (start > earliest && localCharacter.test(text.charAt(start - 1))) start--
    while (start < at && /['.]/.test(text.charAt(start))) start++
    earliest = behind
    const end = start === at ? undefined : endOfDomain(text, behind)
    if (end === undefined) continue
    redacted += text.slice(from, start) + mark('e-mail address', end - start)
    from = end
  }
  return redacted + text.slice(from)
}

/** A space of any width, also as addresses have it. */
const space = '(?:\\p{Zs}|%20|\\+)'

const plus = '(?:\\+|%2[Bb])'

/** What stands for another character, in addresses (but for the slash) and in JSON: its last one is no part of what follows. */
const escape = '%(?!2[Ff])[0-9A-Fa-f]{2}|\\\\(?:u[0-9A-Fa-f]{4}|[bfnrt])'

/** Not behind any of these, but for an escape that looks like one. */
const notBehind = (forms: string): string => `(?:(?<=${escape})|(?<!${forms}))`

/** What is made of digits and is not personal. */
const ordinary = [
  // Digests of 16 to 64 bytes, and UUIDs. There is a limit, since an expression cannot go back over any length.
  '(?<![\\p{L}\\p{N}])[0-9A-Fa-f]{32,128}(?![\\p{L}\\p{N}])',
  '(?<![\\p{L}\\p{N}])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![\\p{L}\\p{N}])',
  // Instants.
  '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9][0-9]*)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?',
  // What is said to be the id of a job, or of a document in the path of an address.
  '[Ss]ignature[-_ ]?[Jj]ob(?:[-_ ]?[Ii]d)?s?["\'\\s:=>\\/\\\\]{1,6}-?[0-9][0-9]*',
  '\\/documents\\/[0-9][0-9]*',
].join('|')

/** Eleven digits, also in the usual groups, and not within a longer run. */
const identityNumber = `${notBehind('[0-9]')}(?:[0-9]{11}|[0-9]{6}(?:${space}|-)[0-9]{5})(?![0-9])`

/** Not a part of a name, a decimal or a path. */
const apart = notBehind('[\\p{L}\\p{N}_]|[0-9]\\.|[\\p{L}\\p{N}]-|(?:^|[^0-9])\\/')

/** A number with the code of a country: eight digits behind that of Norway, and 7 to 15 with it elsewhere (ITU-T E.164). */
const international = [
  `(?:${notBehind('[\\p{L}\\p{N}_+]')}${plus}|${apart}00)47(?:(?:${space}|[.-])?[0-9]){8}(?![0-9])`,
  `${notBehind('[\\p{L}\\p{N}_+]')}${plus}[1-9](?:(?:${space}|-)?[0-9]){6,14}(?![0-9])`,
].join('|')

const dateOfDigits = '20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])'

/**
 * Eight digits in one, as a subscriber of Norway has them, or in groups, and numbers of other countries behind `00`; nine digits in
 * all are the number of an organization.
 */
const national = [
  `${apart}(?!${dateOfDigits})(?:47)?[2-9][0-9]{7}`,
  `${notBehind(`[\\p{L}\\p{N}_]|[0-9]${space}`)}(?<![0-9]%20)(?:47${space})?(?:[2-9][0-9](?:${space}[0-9]{2}){3}|[2-9][0-9]{2}${space}[0-9]{2}${space}[0-9]{3})(?!${space}[0-9])`,
  `${apart}00(?=[1-9](?:[^0-9]?[0-9]){7})[1-9](?:(?:${space}|-)?[0-9]){6,14}`,
]
  .map((form) => `${form}(?![\\p{L}\\p{N}_]|\\.[0-9]|-[\\p{L}\\p{N}])`)
  .join('|')

/** What is personal begins with a digit or a plus sign, which is looked at first: most of a text is neither. */
const numbers = new RegExp(`${ordinary}|(?=[0-9+%])(?:(${identityNumber})|(${international}|${national}))`, 'gu')

function redactNumbers(text: string): string {
  return text.replace(numbers, (found, identity?: string, telephone?: string) => {
    if (identity !== undefined) return mark('national identity number', found.length)
    return telephone === undefined ? found : mark('telephone number', found.length)
  })
}
