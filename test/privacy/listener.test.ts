/** That a leak is heard wherever it is planted, so that hearing none means that there is none. */
import { inspect } from 'node:util'
import { PortalError, type Issue } from 'signering-portal/codec'
import { ResponseError } from 'signering-portal/http'
import { expect, it } from 'vitest'
import { makeListener } from '../../testing/privacy/listener.js'
import { markedBytes, marks } from '../../testing/privacy/marks.js'

const { name, mail, word, person } = marks
const issue: Issue = { severity: 'error', code: 'schema.pattern', path: '/error/@a', message: 'Not of the form.' }
const issues = [issue]
const error = (more: object = {}): Error => Object.assign(new PortalError('It cannot be read', issues), more)
const hidden = (key: PropertyKey, descriptor: PropertyDescriptor): Error =>
  Object.defineProperty(error(), key, { enumerable: false, ...descriptor })
const raise = (thrown: unknown) => (): never => {
  throw thrown
}

/** Leaks: in what is thrown, in what a result has, and in what is printed. */
const leaks: Readonly<Record<string, () => unknown>> = {
  'in the message': raise(new PortalError(`${mail} cannot be read`, issues)),
  'in the stack': raise(error({ stack: `Error\n    at ${word}` })),
  'in the cause': raise(error({ cause: name })),
  'in the cause of the cause': raise(error({ cause: new Error('a', { cause: { text: [mail] } }) })),
  'in one of several errors': raise(new AggregateError([new Error('a'), new TypeError(name)])),
  'in a property': raise(error({ input: person })),
  'in a number': raise(error({ input: Number(person) })),
  'in a property that is not listed': raise(hidden('input', { value: mail })),
  'in a property of a symbol': raise(hidden(Symbol('input'), { value: mail })),
  'in the name of a symbol': raise(hidden(Symbol(name), { value: 1 })),
  'in a getter': raise(hidden('input', { get: () => mail })),
  'in a Map': raise(error({ inputs: new Map([[1, new Set([mail])]]) })),
  'in bytes': raise(error({ input: markedBytes })),
  'in a Buffer': raise(error({ input: Buffer.from(markedBytes) })),
  'in what JSON has': raise(hidden('toJSON', { value: () => ({ input: mail }) })),
  'in what is inspected': raise(hidden(inspect.custom, { value: () => mail })),
  'in what a string is made of': raise(hidden('toString', { value: () => mail })),
  'in base64': raise(error({ input: Buffer.from(name).toString('base64') })),
  'in a part': raise(error({ message: `not ${name.slice(2, 10)}` })),
  'in what is no error': raise({ input: mail }),
  'in the status of a response': raise(new ResponseError(Number(person), issues)),
  'in the message of an issue': () => ({ ok: false, issues: [{ ...issue, message: `Not ${name}.` }] }),
  'in the path of an issue': () => ({ ok: false, issues: [{ ...issue, path: `/${word}` }] }),
  'in the property of an issue': () => ({ ok: false, issues: [issue, { ...issue, property: [0, name] }] }),
  'in something more of an issue': () => ({ ok: false, issues: [{ ...issue, value: mail }] }),
  'in a warning': () => ({ ok: true, value: mail, warnings: [{ ...issue, severity: 'warning', message: mail }] }),
  'in the error of a result': () => ({ ok: false, issues, error: error({ input: mail }) }),
  'in what is printed': () => ['all is well', `3:14 ${mail}`],
  'in an error that is given': () => error({ input: mail }),
}

it.each(Object.entries(leaks))('a leak is heard %s', async (_, run) => {
  const { hear, leaks: found } = makeListener()
  await hear('it', run)
  expect(found).not.toEqual([])
})

it('nothing is heard where there is nothing', async () => {
  const { hear, leaks: found, codes } = makeListener()
  const harmless = [
    raise(error()),
    () => ({ ok: true, value: mail, warnings: [] }),
    () => ({ value: mail }),
    () => [''],
  ]
  for (const run of harmless) await hear('it', run)
  expect(found).toEqual([])
  expect([...codes]).toEqual(['schema.pattern'])
})

it('an issue that was heard is no reason not to hear the next', async () => {
  const { hear, leaks: found } = makeListener()
  await hear('first', () => ({ ok: false, issues }))
  await hear('second', () => ({ ok: false, issues: [issue, { ...issue, property: ['a', mail] }] }))
  await hear('third', raise(error({ input: mail })))
  expect(found.map((leak) => leak.replace(/:.*/s, ''))).toContain('second')
  expect(found.map((leak) => leak.replace(/:.*/s, ''))).toContain('third')
})
