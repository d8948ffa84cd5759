/** The values of all vectors, each with its element. */
import { decodeVectors, vectorsOfKind } from './read.js'
import type { EncodeVector, VectorCommon, Verdict } from './vector.js'

/** The value of an element, in JSON. */
export interface ValueOfVector {
  readonly id: string
  readonly element: string
  readonly value: unknown
}

const valuesOf = (verdicts: readonly Verdict[]): readonly unknown[] =>
  verdicts.flatMap((verdict) => (verdict.valid ? [verdict.value] : []))

/** Values of messages that are read. */
export const read: readonly ValueOfVector[] = decodeVectors().flatMap(({ id, element, strict, tolerant }) =>
  valuesOf([strict, tolerant]).map((value) => ({ id, element, value })),
)

/** Values that are written. */
export const written: readonly ValueOfVector[] = vectorsOfKind<EncodeVector>('encode').filter(
  ({ issues }) => issues === undefined,
)

interface RuleVector extends VectorCommon {
  readonly manifest: unknown
  readonly request?: unknown
}

/** Values that rules are shown with. */
export const ofRules: readonly ValueOfVector[] = vectorsOfKind<RuleVector>('rule').flatMap(
  ({ id, manifest, request }) => [
    { id, element: 'portal-signature-job-manifest', value: manifest },
    ...(request === undefined ? [] : [{ id, element: 'portal-signature-job-request', value: request }]),
  ],
)

interface RequestVector extends VectorCommon {
  readonly operation: string
  readonly input: { readonly request?: unknown }
  readonly issues?: unknown
}

/** Values of requests. */
export const sent: readonly ValueOfVector[] = vectorsOfKind<RequestVector>('request').flatMap(
  ({ id, operation, input, issues }) =>
    operation === 'create' && issues === undefined
      ? [{ id, element: 'portal-signature-job-request', value: input.request }]
      : [],
)

interface ResponseVector extends VectorCommon {
  readonly operation: string
  readonly result?: unknown
  readonly error?: { readonly serviceError?: unknown }
}

/** Values of responses. */
export const received: readonly ValueOfVector[] = vectorsOfKind<ResponseVector>('response').flatMap(
  ({ id, operation, result, error }) => [
    ...(operation === 'create' && result !== undefined
      ? [{ id, element: 'portal-signature-job-response', value: result }]
      : []),
    ...(operation === 'nextStatusChange' && (result as { kind?: unknown } | undefined)?.kind === 'statusChange'
      ? [
          {
            id,
            element: 'portal-signature-job-status-change-response',
            value: (result as { statusChange: unknown }).statusChange,
          },
        ]
      : []),
    ...(error?.serviceError === undefined ? [] : [{ id, element: 'error', value: error.serviceError }]),
  ],
)
