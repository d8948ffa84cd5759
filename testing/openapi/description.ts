/** The description of the portal flow, `schema/openapi.json`, as a program reads it that knows nothing else of the service. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { readSchema } from '../json-schemas.js'

/** A schema, and what its elements are called. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly maxProperties?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly xml?: {
    readonly name?: string
    readonly namespace?: string
    readonly attribute?: boolean
    readonly 'x-nodeType'?: string
  }
}

/** The content of a request or response, by media type. */
export type Content = Readonly<
  Record<
    string,
    { readonly schema: Schema; readonly encoding?: Readonly<Record<string, { readonly contentType: string }>> }
  >
>

/** Something that may stand among the components. */
export interface Reference {
  readonly $ref?: string
}

/** A parameter of a request. */
export interface Parameter extends Reference {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly explode?: boolean
  readonly schema: Schema
}

/** A header of a response. */
export interface Header extends Reference {
  readonly required?: boolean
  readonly schema: Schema
}

/** A response. */
export interface ResponseDescription extends Reference {
  readonly headers?: Readonly<Record<string, Header>>
  readonly content?: Content
  readonly links?: Readonly<Record<string, { readonly operationId: string }>>
}

/** An operation. */
export interface OperationDescription {
  readonly operationId: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, ResponseDescription>>
}

/** The document. */
export interface Description {
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationDescription>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** The document as it is committed. */
export const description = readSchema('schema/openapi.json') as unknown as Description

/** What a reference leads to, with what stands beside it; anything else as it is. */
export function resolved<T extends Reference>(within: Description, { $ref, ...beside }: T): T {
  if ($ref === undefined) return beside as T
  const names = $ref.split('/').slice(1)
  const target = names.reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>>)[name], within)
  if (target === undefined) throw new TypeError(`There is no ${$ref}.`)
  return { ...resolved(within, target as T), ...beside }
}

/** A date and time with an offset (RFC 3339, 5.6). */
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** Makes what judges values by schemas. */
export function validators(within: Description): (schema: Schema, value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })
  ajv.addVocabulary(['xml', 'components'])
  for (const format of ['int32', 'int64', 'binary']) ajv.addFormat(format, true)
  ajv.addFormat('date-time', rfc3339)
  ajv.addSchema({ $id: 'openapi', components: within.components })
  const made = new Map<string, ValidateFunction>()
  return (schema, value) => {
    const text = JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"openapi#')
    const isValid = made.get(text) ?? ajv.compile(JSON.parse(text) as Schema)
    made.set(text, isValid)
    return isValid(value)
  }
}
