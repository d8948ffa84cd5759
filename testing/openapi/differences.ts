/** How an exchange differs from what the description of the portal flow says of it. */
import { readMultipart } from '../../src/simulator/multipart.js'
import { repositoryFile } from '../requirements.js'
import { Libxml2 } from '../validators.js'
import {
  resolved,
  validators,
  type Content,
  type Description,
  type OperationDescription,
  type Parameter,
  type ResponseDescription,
  type Schema,
} from './description.js'
import type { Exchange, Message } from './exchanges.js'
import { readMessage } from './messages.js'

/** What can differ. */
export type Aspect =
  | 'method and path'
  | 'query'
  | 'request header'
  | 'request media type'
  | 'request content'
  | 'status'
  | 'response header'
  | 'response media type'
  | 'response content'

/** A difference. */
export interface Difference {
  readonly aspect: Aspect
  readonly what: string
}

/** Where an exchange stands in a description. */
export interface Place {
  readonly operation: OperationDescription
  /** As it stands there, such as `5XX`; undefined where there is no response, or none that is described. */
  readonly status: string | undefined
}

/** What HTTP itself has a header for (RFC 9110, 8.6). */
const ofHttp = ['content-type', 'content-length']

/** Headers of a request that OpenAPI says by media types. */
const ofMediaTypes = ['accept', 'content-type']

/** Makes what judges exchanges by a description. */
export function judgeOf(within: Description): {
  readonly placeOf: (exchange: Exchange) => Place | undefined
  readonly differences: (exchange: Exchange) => readonly Difference[]
} {
  const schema = new Libxml2(repositoryFile('schema/portal.xsd'))
  const isValid = validators(within)

  const placeOf = ({ method, address, response }: Exchange): Place | undefined => {
    const path = Object.keys(within.paths).find((template) => partsOf(template, address) !== undefined)
    const operation = within.paths[path ?? '']?.[method.toLowerCase()]
    const status = String(response?.status ?? '')
    return (
      operation && { operation, status: [status, `${status.charAt(0)}XX`].find((one) => one in operation.responses) }
    )
  }

  /** What is wrong with an XML document of the vocabulary, by portal.xsd and by the description. */
  const wrongMessage = (described: Schema, content: Uint8Array): string | undefined => {
    const name = described.$ref?.split('/').at(-1) ?? ''
    if (!schema.accepts(content)) return 'it is not valid by portal.xsd'
    const text = new TextDecoder().decode(content)
    const value = readMessage(within, name, text)
    if (value === undefined) return `it is no ${name}`
    return isValid(described, value) ? undefined : 'it is not valid by the description'
  }

  const wrongContent = (described: Schema, content: Uint8Array): string | undefined => {
    if (described.$ref !== undefined) return wrongMessage(described, content)
    if (content.length === 0) return 'it is empty'
    return isValid(described, new TextDecoder().decode(content)) ? undefined : 'it is not valid by the description'
  }

  const ofParameters = ({ parameters }: OperationDescription, { address, request }: Exchange): Difference[] => {
    const all = parameters.map((parameter) => resolved(within, parameter))
    const path = Object.keys(within.paths)
      .map((template) => partsOf(template, address))
      .find((one) => one !== undefined)
    const given: Readonly<Record<Parameter['in'], readonly (readonly [string, string])[]>> = {
      path: Object.entries(path ?? {}),
      query: [...address.searchParams],
      header: [...request.headers].filter(([name]) => !ofMediaTypes.includes(name)),
    }
    return (['path', 'query', 'header'] as const).flatMap((place): Difference[] => {
      const aspect = ({ path: 'method and path', query: 'query', header: 'request header' } as const)[place]
      const described = all.filter((parameter) => parameter.in === place)
      const nameOf = ({ name }: Parameter): string => (place === 'header' ? name.toLowerCase() : name)
      const isFree = described.some(({ explode }) => explode === true)
      const isGiven = (parameter: Parameter): boolean => given[place].some(([name]) => name === nameOf(parameter))
      const missing = described.filter((parameter) => parameter.required === true && !isGiven(parameter))
      return [
        ...missing.map(({ name }) => ({ aspect, what: `${name} is missing` })),
        ...given[place].flatMap(([name, value]): Difference[] => {
          const parameter = described.find((one) => nameOf(one) === name)
          if (parameter === undefined) return isFree ? [] : [{ aspect, what: `${name} is not described` }]
          return isValid(parameter.schema, value) ? [] : [{ aspect, what: `${name} has another value` }]
        }),
      ]
    })
  }

  const ofRequest = (operation: OperationDescription, exchange: Exchange): readonly Difference[] => {
    const { headers, content } = exchange.request
    const described = operation.requestBody?.content
    const accepted = (headers.get('accept') ?? '').split(',').map((type) => type.trim())
    const answers = Object.values(operation.responses).flatMap((response) =>
      Object.keys(resolved(within, response).content ?? {}),
    )
    const isOther = accepted.sort().join() !== [...new Set(answers)].sort().join()
    return [
      ...ofParameters(operation, exchange),
      ...(isOther
        ? [{ aspect: 'request header', what: 'Accept is not the media types of the responses' } as const]
        : []),
      ...(described === undefined
        ? isEmpty(exchange.request)
          ? []
          : [{ aspect: 'request content', what: 'there is content' } as const]
        : ofMultipart(described, headers, content)),
    ]
  }

  const ofMultipart = (described: Content, headers: Message['headers'], content: Uint8Array): readonly Difference[] => {
    const { schema: whole, encoding = {} } = described[mediaTypeOf(headers)] ?? {}
    if (whole === undefined) return [{ aspect: 'request media type', what: 'it is not described' }]
    const parts = readMultipart(headers.get('content-type') ?? null, content) ?? []
    const expected = Object.entries(whole.properties ?? {})
    if (parts.length !== expected.length) return [{ aspect: 'request content', what: 'there are other parts' }]
    return expected.flatMap(([name, own], index): Difference[] => {
      const part = parts[index]
      const wrong = part && wrongContent(own, part.body)
      const isOther = [...(part?.headers ?? [])].join() !== `content-type,${encoding[name]?.contentType ?? ''}`
      return [
        ...(isOther ? [{ aspect: 'request media type', what: `that of the part ${name} is another` } as const] : []),
        ...(wrong === undefined ? [] : [{ aspect: 'request content', what: `the part ${name}: ${wrong}` } as const]),
      ]
    })
  }

  const ofHeaders = ({ headers = {} }: ResponseDescription, message: Message): readonly Difference[] => {
    const described = new Map(Object.entries(headers).map(([name, one]) => [name.toLowerCase(), resolved(within, one)]))
    const missing = [...described].filter(([name, { required }]) => required === true && !message.headers.has(name))
    return [
      ...missing.map(([name]) => ({ aspect: 'response header', what: `${name} is missing` }) as const),
      ...[...message.headers].flatMap(([name, value]): Difference[] => {
        const header = described.get(name)
        if (header === undefined)
          return ofHttp.includes(name) ? [] : [{ aspect: 'response header', what: `${name} is not described` }]
        return isValid(header.schema, value) ? [] : [{ aspect: 'response header', what: `${name} has another value` }]
      }),
    ]
  }

  const ofContent = ({ content }: ResponseDescription, message: Message): readonly Difference[] => {
    if (content === undefined) return isEmpty(message) ? [] : [{ aspect: 'response content', what: 'there is content' }]
    const described = content[mediaTypeOf(message.headers)]
    if (described === undefined) return [{ aspect: 'response media type', what: 'it is not described' }]
    const wrong = wrongContent(described.schema, message.content)
    return wrong === undefined ? [] : [{ aspect: 'response content', what: wrong }]
  }

  return {
    placeOf,
    differences: (exchange) => {
      const place = placeOf(exchange)
      if (place === undefined) return [{ aspect: 'method and path', what: 'they are not described' }]
      const { operation, status } = place
      const ofWhatIsSent = ofRequest(operation, exchange)
      if (exchange.response === undefined) return ofWhatIsSent
      const described = operation.responses[status ?? '']
      if (described === undefined)
        return [...ofWhatIsSent, { aspect: 'status', what: `${exchange.response.status} is not described` }]
      const response = resolved(within, described)
      return [...ofWhatIsSent, ...ofHeaders(response, exchange.response), ...ofContent(response, exchange.response)]
    },
  }
}

/** The parts of an address that a template has names for; undefined if it is not of the template. */
function partsOf(template: string, { pathname }: URL): Readonly<Record<string, string>> | undefined {
  const [names, parts] = [template.split('/'), pathname.split('/')]
  const isOfTemplate =
    names.length === parts.length && names.every((name, index) => name.startsWith('{') || name === parts[index])
  if (!isOfTemplate) return undefined
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const part = decodeURIComponent(parts[index] ?? '')
      return name.startsWith('{') ? [[name.slice(1, -1), part] as const] : []
    }),
  )
}

function mediaTypeOf(headers: Message['headers']): string {
  return (headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase()
}

function isEmpty({ headers, content }: Message): boolean {
  return content.length === 0 && !headers.has('content-type')
}
