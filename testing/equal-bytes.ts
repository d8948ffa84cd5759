/**
 * Bytes that are the same are equal at once: Vitest looks at each of them as a property, which took most of the time of the
 * tests of packages. Those that differ are left to Vitest, which says where.
 *
 * @module
 */
import { expect } from 'vitest'

const isPlain = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array &&
  (Object.getPrototypeOf(value) === Uint8Array.prototype || Object.getPrototypeOf(value) === Buffer.prototype)

expect.addEqualityTesters([
  (one: unknown, other: unknown): true | undefined =>
    isPlain(one) &&
    isPlain(other) &&
    Object.getPrototypeOf(one) === Object.getPrototypeOf(other) &&
    Buffer.compare(one, other) === 0
      ? true
      : undefined,
])
