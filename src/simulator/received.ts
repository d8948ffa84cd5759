/**
 * A request as the portal reads it: its content is read once, whoever asks for it.
 *
 * @module
 */

/** What is used of a request. */
export interface Received {
  /** The HTTP method. */
  readonly method: string
  /** The headers. */
  readonly headers: Headers
  /** The content; empty where there is none, or not all of it came. */
  readonly content: () => Promise<Uint8Array>
}

/** Whether a `Request` of this method holds no content, whatever was sent: the header Content-Length then tells of it. */
export function hidesContent(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Reads a request, and its content when that is asked for. */
export function receivedFrom(request: Request): Received {
  const { method, headers } = request
  let reading: Promise<Uint8Array> | undefined
  const read = async (): Promise<Uint8Array> => new Uint8Array(await request.arrayBuffer())
  return { method, headers, content: async () => (reading ??= read().catch(() => new Uint8Array())) }
}

/** How much content a request has, in bytes. */
export async function lengthOf({ method, headers, content }: Received): Promise<number> {
  if (!hidesContent(method)) return (await content()).length
  const told = headers.get('Content-Length') ?? ''
  return /^[0-9]{1,15}$/.test(told) ? Number(told) : 0
}
