/** Binds the cases to node:test. */
import { test } from 'node:test'
import {
  runCase,
  selectCases,
  type AdapterFactory,
  type CaseOptions,
  type CaseSelection,
} from 'signering-portal/contract'

export function testContract(makeAdapter: AdapterFactory, options: CaseOptions & CaseSelection = {}): void {
  for (const one of selectCases(options)) void test(`${one.id}: ${one.title}`, () => runCase(one, makeAdapter, options))
}
