import { codecs } from '../src/codec/index.js'
import type { ComplexSpec } from '../src/codec/spec.js'

/** The global elements of portal.xsd by name, with their declarations. */
export const roots: Readonly<Record<string, ComplexSpec>> = Object.fromEntries(
  codecs.map(({ name, spec }) => [name, spec]),
)
