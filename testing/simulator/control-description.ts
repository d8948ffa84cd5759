/** The description of the controls, `schema/control.openapi.json`, and what it says of requests and responses. */
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { controlPath } from '../../src/simulator/control.js'
import { ajv, readSchema } from '../json-schemas.js'

interface Operation {
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: unknown }>>
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

const id = 'https://unpkg.com/signering-portal/schema/control.openapi.json'
export const description = readSchema('schema/control.openapi.json') as unknown as Description

// The keywords of OpenAPI around the schemas, which say nothing to a validator of them.
ajv.addVocabulary(['openapi', 'info', 'jsonSchemaDialect', 'servers', 'security', 'paths', 'components'])
ajv.addSchema({ ...description, $id: id })

/** The validator of the part of the description that a JSON pointer leads to. */
function validatorAt(...way: readonly string[]): ValidateFunction {
  const pointer = way.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
  const $ref = `${id}#/${encodeURI(pointer)}`
  return ajv.getSchema($ref) ?? ajv.compile({ $ref })
}

const schemaOfJson = ['content', 'application/json', 'schema']

/** Whether the description lets a value be sent to a control. */
export function isDescribedRequest(name: string, value: unknown): boolean {
  return validatorAt('paths', `/${name}`, 'post', 'requestBody', ...schemaOfJson)(value)
}

/** How a response differs from what the description says of the request; nothing where it does not. */
export async function differences(method: string, url: string, content: unknown, response: Response): Promise<string> {
  const name = new URL(url).pathname.slice(controlPath.length)
  const operation = description.paths[`/${name}`]?.[method.toLowerCase()]
  const { status } = response
  if (operation === undefined) return status === 404 ? '' : `${method} ${name} is not described`
  if (status === 204 && !isDescribedRequest(name, content)) return `${method} ${name} takes what is not described`
  const described = operation.responses[status]
  if (described === undefined) return `${method} ${name} ${status} is not described`
  const text = await response.clone().text()
  const way = described.$ref?.split('/').slice(1) ?? [
    'paths',
    `/${name}`,
    method.toLowerCase(),
    'responses',
    `${status}`,
  ]
  if (described.$ref === undefined && described.content === undefined) return text === '' ? '' : 'there is content'
  const isDescribed = validatorAt(...way, ...schemaOfJson)
  return isDescribed(JSON.parse(text)) ? '' : `${method} ${name} ${status}: ${ajv.errorsText(isDescribed.errors)}`
}
