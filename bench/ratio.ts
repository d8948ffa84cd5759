/** A ratio of times measured side by side, and the most that it may be. */
export interface Ratio {
  readonly name: string
  readonly ratio: number
  readonly limit: number
}
