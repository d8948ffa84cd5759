import type { Result } from 'signering-portal/codec'
import { readJson } from '../../src/cli/json-text.js'
import { codecOf, type Settings } from './convert.js'

/**
 * Writes a value as a piece of TypeScript that makes its message.
 *
 * @param json - the value
 * @param element - the name of its element
 * @param sector - the sector whose type a manifest that keeps its rules gets
 * @returns undefined if the value has not the type of the element
 */
export function toTypeScript(json: string, element: string, sector: Settings['sector']): string | undefined {
  const read = readJson(new TextEncoder().encode(json))
  if (!read.ok) return undefined
  const { value } = read.value
  const bySector = element === 'portal-signature-job-manifest' && sector !== '' && isKept(value, element, sector)
  if (!bySector && !hasForm(codecOf(element, '').safeEncode(value))) return undefined
  const name = camelCase(element === 'error' ? 'service-error' : element)
  const type = name.replace(/^./, (first) => first.toUpperCase())
  const literal = write(value, 0)
  return bySector
    ? `import { manifestFor, type ${pascalCase(sector)}Manifest } from 'signering-portal/manifest'

const value: ${pascalCase(sector)}Manifest = ${literal}

export const xml: string = manifestFor('${sector}').encode(value)
`
    : `import { ${name}, type ${type} } from 'signering-portal/codec'

const value: ${type} = ${literal}

export const xml: string = ${name}.encode(value)
`
}

const isKept = (value: unknown, element: string, sector: Settings['sector']): boolean =>
  codecOf(element, sector).safeEncode(value).ok

/** What the types say of a value: its properties and their types, and closed sets, but no lengths, patterns and rules. */
const typed = /^value\.|^schema\.(?:element|attribute|text|enumeration)/

const hasForm = (result: Result<string>): boolean => result.ok || result.issues.every(({ code }) => !typed.test(code))

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, first: string) => first.toUpperCase())
const pascalCase = (word: string): string => word.slice(0, 1) + word.slice(1).toLowerCase()

/** The length of a line, as far as values allow. */
const lineLength = 100

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Array.isArray(value)
    ? value.map((member) => write(member, depth + 1))
    : Object.entries(value).map(([name, member]) => `${name}: ${write(member, depth + 1)}`)
  if (members.length === 0) return Array.isArray(value) ? '[]' : '{}'
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }']
  const line = `${left}${members.join(', ')}${right}`
  if (depth > 0 && !line.includes('\n') && line.length + 2 * depth < lineLength - 20) return line
  const margin = '  '.repeat(depth)
  return `${left.trim()}\n${members.map((member) => `${margin}  ${member},\n`).join('')}${margin}${right.trim()}`
}

/** JSON is TypeScript; only the quotes are those that are usual there. */
function quote(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\.|'/g, (found) => (found === '\\"' ? '"' : found === "'" ? "\\'" : found))
  return `'${escaped}'`
}
