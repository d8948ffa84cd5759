import { expect, test } from 'vitest'
import { requestLine } from '../../src/cli/serve-log.js'

const line = (target: string, status = 200, errorCode?: string): string =>
  requestLine({ method: 'GET', target, status, errorCode })

const jobs = '/api/123456785/portal/signature-jobs'

test.each([
  `${jobs}/9007199254740993/complete?change=12`,
  `${jobs}/9007199254740993/cancel`,
  `${jobs}/9007199254740993/pades`,
  `${jobs}/9007199254740993/xades/2`,
  `${jobs}/9007199254740993/documents`,
  '/api/123456785/archive/documents/9007199254740994/pades',
  '/api/123456785/',
  '/control/signer-status',
  '/',
])('%s is repeated as it is', (target) => {
  expect(line(target)).toBe(`GET ${target} 200`)
})

test.each([
  [`${jobs}?polling_queue=Ola%20Nordmann`, `${jobs}?polling_queue=*`],
  [`${jobs}?polling_queue`, `${jobs}?polling_queue`],
  [`${jobs}?ola=1&12345678910&change=12345678910`, `${jobs}?*=*&*&change=*`],
  ['/api/12345678910/portal', '/api/*/portal'],
  ['/api/12345678/someone@example.com', '/api/*/*'],
  ['/api/ola-nordmann/%31', '/api/*/*'],
  ['http://someone:secret@127.0.0.1/api', '*//*/api'],
  [`${jobs}?a?b=c`, `${jobs}?*=*`],
])('of %s nothing is repeated that a client may have put into it', (target, told) => {
  expect(line(target)).toBe(`GET ${told} 200`)
})

test('tells the error code, and that no response came', () => {
  expect(line('/', 403, 'BROKER_NOT_AUTHORIZED')).toBe('GET / 403 BROKER_NOT_AUTHORIZED')
  expect(line('/', 0)).toBe('GET / no response')
  expect(requestLine({ method: '', target: '', status: 431 })).toBe('no HTTP request: 431')
})
