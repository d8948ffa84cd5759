import { expect, expectTypeOf, test } from 'vitest'
import type {
  Adapter,
  ReportedIdentifier,
  ReportedNextStatusChange,
  ReportedSignature,
} from 'signering-portal/contract'
import { portalOperations, type NextStatusChange, type PortalOperations } from 'signering-portal/http'
import type { Resource } from 'signering-portal/simulator'
import { resources } from '../../src/simulator/routes.js'
import { unwatched } from '../../testing/contract/context.js'
import { operationsAdapter } from '../../testing/contract/operations-adapter.js'

const root = 'https://portal.example/api'
const organizationNumber = '123456785'
const sender = { organizationNumber, sector: 'PUBLIC' } as const

test('an adapter has a function for each operation, and the portal a resource, of the same name', async () => {
  // Each operation has its place in src/contract/adapter.ts, and in src/simulator/routes.ts.
  expectTypeOf<keyof Adapter>().toEqualTypeOf<keyof PortalOperations>()
  expectTypeOf<Exclude<Resource, 'unknown'>>().toEqualTypeOf<keyof PortalOperations>()
  const operations = Object.keys(portalOperations({ root, organizationNumber }))
  const clock = { now: () => new Date(0) }
  const adapter = await operationsAdapter({ root, sender, client: sender, fetch, clock, ...unwatched })
  expect(Object.keys(adapter)).toEqual(operations)
  expect(resources).toEqual([...operations, 'unknown'])
})

test('what an adapter tells of a queue is what the operation gives', () => {
  expectTypeOf<NextStatusChange['kind']>().toEqualTypeOf<ReportedNextStatusChange['kind']>()
})

test('an adapter that forgets what a case compares does not compile', () => {
  expectTypeOf<{ email: { address: string } }>().not.toExtend<ReportedIdentifier>()
  expectTypeOf<{ email: { address: string }; sms: undefined }>().toExtend<ReportedIdentifier>()
  expectTypeOf<Omit<ReportedSignature, 'xadesUrl'>>().not.toExtend<ReportedSignature>()
})
