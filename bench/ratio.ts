/** A ratio of what was measured side by side, and the most that it may be. */
export interface Ratio {
  /** What is divided by what, on which input. */
  readonly name: string
  /** How much that was. */
  readonly ratio: number
  /** The most that it may be; none where the figure is told for comparison alone. */
  readonly limit?: number
}
