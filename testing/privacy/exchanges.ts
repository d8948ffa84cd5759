/**
 * Marks in requests, responses, addresses, what transports throw, states of polling, and what a server says.
 *
 * @module
 */
import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import * as http from 'signering-portal/http'
import { sendOverHttps, tlsOptions } from 'signering-portal/tls'
import { namespace } from '../../src/codec/spec.js'
import { createAuthority, organizationIdentifier, organizationName } from '../certificates.js'
import { everyOperation, portal } from '../http/operations.js'
import {
  errorXml,
  jobResponseXml,
  organizationNumber,
  pollTime,
  response,
  root,
  statusChangeXml,
  streamOf,
  xml,
} from '../http/responses.js'
import type { Unchecked } from '../odd-values.js'
import type { Listener } from './listener.js'
import { markedDocuments, markedValues, withMarks } from './marked.js'
import { everyMark, markedBytes, marks } from './marks.js'

const markedText = everyMark.map(([, mark]) => mark).join(' ')
const inXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const refusal = `<error xmlns="${namespace}"><error-code>${marks.word}</error-code><error-message>${inXml(markedText)}</error-message><error-type>${marks.name}</error-type></error>`
const start = new Date('2026-11-23T12:00:00Z')

/** Hears what makes requests. */
async function tellOfRequests({ hear }: Listener): Promise<void> {
  const options = { root, organizationNumber, userAgent: 'a/1', maximumResponseBytes: 1000 }
  for (const { name, value } of withMarks(options))
    await hear(`portalOperations: ${name}`, () => http.portalOperations(value as never))
  const roots = [
    `https://${marks.mail}:${marks.passphrase}@a.no/api`,
    `http://${marks.word}`,
    `${marks.address}#${marks.word}`,
    `https://a.no/?${marks.mail}`,
  ]
  for (const one of roots) await hear(`root ${one}`, () => http.portalOperations({ root: one, organizationNumber }))
  const operations = portal as unknown as Readonly<Record<string, Unchecked>>
  const good: Readonly<Record<string, unknown>> = {
    create: {
      request: { reference: 'r', pollingQueue: 'q' },
      bundle: new Uint8Array(1),
      organizationNumber: '123456785',
    },
    nextStatusChange: { pollingQueue: 'q', now: () => start },
    downloadArchivedPades: '1',
    organization: undefined,
  }
  for (const name of Object.keys(operations))
    for (const { name: place, value } of withMarks(name in good ? good[name] : `${root}/1`))
      await hear(`${name}: ${place}`, () => operations[name]?.(value))
  for (const address of [
    `${root}/${marks.word}#${marks.mail}`,
    `${root}/\u0000${marks.name}`,
    `${root.replace('//', `//${marks.word}:${marks.person}@`)}/x`,
    `${root}.${marks.word}/x`,
  ])
    for (const name of ['confirm', 'cancel', 'downloadPades', 'deleteDocuments'])
      await hear(`${name} ${address}`, () => operations[name]?.(address))
}

/** Hears what reads responses. */
async function tellOfResponses({ hear }: Listener): Promise<void> {
  const times = [start.toISOString(), ...everyMark.map(([, mark]) => mark), '']
  const types = [
    'application/xml',
    'text/html',
    'application/octet-stream',
    `text/${marks.word}`,
    `application/xml; charset=${marks.word}`,
    '',
  ]
  const bodies = [
    refusal,
    markedText,
    `<html>${marks.name}`,
    '',
    jobResponseXml(),
    statusChangeXml(marks.person),
    errorXml(),
    JSON.stringify({ [marks.word]: marks.mail }),
  ]
  for (const [name, { read, safeRead }] of everyOperation) {
    for (const status of [200, 204, 302, 400, 401, 403, 404, 409, 413, 429, 500, 503])
      for (const [at, body] of bodies.entries()) {
        const headers = {
          ...{
            'Content-Type': types[at % types.length] ?? '',
            'X-Next-permitted-poll-time': times[(at + status) % times.length] ?? '',
          },
          ...{ Location: marks.address, 'X-Info': markedText, ...(at % 2 === 0 ? { DoSFilter: marks.word } : {}) },
        }
        const plain = (): http.HttpResponse => ({
          ...response(status, {}, body),
          headers: {
            get: (one) => Object.entries(headers).find(([key]) => key.toLowerCase() === one.toLowerCase())?.[1] ?? null,
          },
        })
        await hear(`${name} ${status} ${at}`, async () => ({ value: await read(plain()) }))
        await hear(`${name} ${status} ${at}, safely`, () => safeRead(plain()))
      }
    for (const end of [
      new Error(marks.name),
      Object.assign(new TypeError(marks.mail, { cause: marks.person }), { code: marks.word }),
    ])
      await hear(`${name}, cut`, async () => ({
        value: await read(response(200, xml, streamOf([markedBytes], end).stream)),
      }))
    await hear(`${name}, too much`, async () => ({
      value: await read(response(200, xml, streamOf(Array.from({ length: 20_000 }, () => markedBytes)).stream)),
    }))
    for (const { name: place, value } of [
      ...withMarks({ status: 200, headers: { get: () => marks.name }, body: markedBytes }),
      ...markedValues(),
    ])
      await hear(`${name} reads ${place}`, async () => ({ value: await read(value as never) }))
  }
  for (const [place, document] of markedDocuments(statusChangeXml()))
    await hear(`a status change with ${place}`, () =>
      portal.nextStatusChange({ now: () => start }).read(response(200, pollTime(start.toISOString()), document)),
    )
  for (const [place, document] of markedDocuments(errorXml()))
    await hear(`an error with ${place}`, () => portal.cancel(root).read(response(400, xml, document)))
  const { read } = portal.downloadPades(`${root}/1`)
  for (const limit of [1, marks.word])
    await hear('a document that is too long', async () => {
      const document = (await read(
        response(200, { 'Content-Type': 'application/pdf' }, streamOf([markedBytes]).stream),
      )) as { bytes: Unchecked }
      return document.bytes({ maximumBytes: limit })
    })
}

/** Hears what polls. */
async function tellOfPolling({ hear }: Listener): Promise<void> {
  const unconfirmed = {
    signatureJobId: '1',
    reference: 'r',
    confirmationUrl: `${root}/1/complete`,
    handedOutAt: start.toISOString(),
    confirmation: { at: start.toISOString(), failures: 0 },
  }
  const state = { version: 1, at: start.toISOString(), failures: 0, unconfirmed: [unconfirmed] }
  const answers: readonly (() => unknown)[] = [
    () => response(204, pollTime(new Date(0).toISOString())),
    () => response(204, pollTime('2027-01-01T00:00:00Z')),
    () => response(204, pollTime(marks.name)),
    () => response(204, {}),
    () => response(200, pollTime(start.toISOString()), statusChangeXml(marks.long)),
    () => response(200, pollTime(start.toISOString()), statusChangeXml('1', marks.address)),
    () => response(429, pollTime(start.toISOString()), refusal),
    () => response(429, { DoSFilter: marks.word }, refusal),
    () => response(403, xml, refusal),
    () => {
      throw new TypeError('fetch failed', { cause: new http.PortalError('x', []) })
    },
    ...markedValues().map(
      ({ value }) =>
        () =>
          value,
    ),
  ]
  const poll = async (answer: () => unknown, more: object): Promise<readonly unknown[]> => {
    const problems: unknown[] = []
    const send = http.sendWith(() => answer() as Promise<http.HttpResponse>)
    try {
      await http.pollOnce(send, {
        portal,
        now: () => start,
        onProblem: (problem: unknown) => problems.push(problem),
        ...more,
      })
    } catch (thrown) {
      problems.push(thrown)
    }
    return problems.filter((problem) => problem instanceof http.PortalError)
  }
  for (const answer of answers)
    for (const more of [
      {},
      { state },
      { state: { ...state, told: true, unconfirmed: [] } },
      { state: { ...state, unconfirmed: [{ ...unconfirmed, handedOutAt: '2030-01-01T00:00:00Z' }] } },
    ])
      for (const problem of await poll(answer, more)) await hear('polling', () => problem)
  const later = new Date(start.getTime() + 60_000).toISOString()
  const ahead = { ...unconfirmed, handedOutAt: later, confirmation: { at: later, failures: 1 } }
  for (const problem of await poll(() => response(204, {}), { state: { ...state, unconfirmed: [ahead] } }))
    await hear('a clock that was put back', () => problem)
  for (const { name, value } of withMarks(state))
    for (const problem of await poll(() => response(204, {}), { state: value }))
      await hear(`a state: ${name}`, () => problem)
  for (const { name, value } of [...withMarks(unconfirmed), ...markedValues()]) {
    for (const call of [http.isOver, http.signatureOf, http.signaturesBySigner, http.availableNow, http.blockedBy])
      await hear(`${call.name}: ${name}`, () => (call as Unchecked)(value, value))
    await hear(`markHandled: ${name}`, () => http.markHandled(value as never, value as never))
    await hear(`nextPollAt: ${name}`, () => http.nextPollAt(value as never, { kind: 'failure' }, value as never))
  }
}

/** Hears what sends over TLS, to servers that say marks in whatever layer. */
async function tellOfTransports({ hear }: Listener): Promise<void> {
  const authority = createAuthority(marks.name)
  const client = authority.issue([[organizationName, marks.mail]])
  const named = authority.issue([
    [organizationIdentifier, 'NTRNO-984661185'],
    [organizationName, marks.name],
  ])
  const impostor = authority.issue([
    [organizationIdentifier, `NTRNO-${marks.person}`],
    [organizationName, marks.name],
  ])
  const stranger = createAuthority(marks.mail).issue([[organizationIdentifier, 'NTRNO-984661185']])
  const tls = tlsOptions({ ...client, ca: authority.root })
  const says =
    (text: string) =>
    (socket: NodeJS.ReadWriteStream): void => {
      socket.on('error', () => undefined).once('data', () => socket.end(text))
    }
  const heads = [
    `${markedText}\r\n\r\n`,
    `HTTP/1.1 200 ${marks.name}\r\n${marks.word}: ${marks.mail}\r\nContent-Length: ${marks.word}\r\n\r\n`,
    `HTTP/1.1 400 ${marks.word}\r\nContent-Length: 9999\r\n\r\n${markedText}`,
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${marks.word}\r\n${markedText}`,
    `HTTP/1.1 302 ${marks.word}\r\nLocation: ${marks.address}\r\nContent-Length: 0\r\n\r\n`,
    `HTTP/1.1 200 OK\r\n${marks.name}: \0${marks.person}\r\n\r\n`,
  ]
  const servers: readonly Server[] = [
    ...heads.map((head) => createTlsServer(named, says(head))),
    ...[impostor, stranger].map((certificate) => createTlsServer(certificate, says(heads[0] ?? ''))),
    createServer((socket) => socket.on('error', () => undefined).end(markedText)),
    createServer((socket) => socket.on('error', () => undefined).destroy()),
    createServer((socket) => socket.on('error', () => undefined)),
  ]
  for (const [at, server] of servers.entries()) {
    const sockets = new Set<NodeJS.ReadWriteStream & { destroy: () => void }>()
    server.on('connection', (socket) => sockets.add(socket)).on('tlsClientError', () => undefined)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const operations = http.portalOperations({ root: `https://127.0.0.1:${port}/${marks.word}`, organizationNumber })
    const send = sendOverHttps({ tls, timeoutMilliseconds: 300 })
    await hear(`server ${at}`, () =>
      send(operations.create({ request: { reference: marks.name }, bundle: markedBytes })),
    )
    await hear(`server ${at}, asked`, async () => ({ value: await send(operations.organization()) }))
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  const nowhere = http.portalOperations({ root: `https://${marks.word}.invalid:9/${marks.mail}`, organizationNumber })
  await hear('no such name', () =>
    sendOverHttps({ tls })(nowhere.cancel(`https://${marks.word}.invalid:9/${marks.mail}`)),
  )
  await hear('nobody', () =>
    sendOverHttps({ tls })(
      http.portalOperations({ root: `https://127.0.0.1:9/${marks.word}`, organizationNumber }).organization(),
    ),
  )
}

/** Hears all of the exchanges. */
export async function tellOfExchanges(listener: Listener): Promise<void> {
  await tellOfRequests(listener)
  await tellOfResponses(listener)
  await tellOfPolling(listener)
  await tellOfTransports(listener)
}
