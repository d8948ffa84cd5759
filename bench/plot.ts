/**
 * A plot of bars: how many times as fast as others.
 *
 * @module
 */

/** One bar. */
export interface Bar {
  readonly group: string
  readonly label: string
  /** How many times as fast: below 1 the other is faster. */
  readonly times: number
}

const width = 760
const labelWidth = 270
const rowHeight = 24
const least = 0.25
const most = 32

/** Where so many times stands, on a scale on which each doubling is as wide as another. */
const place = (times: number): number =>
  labelWidth +
  ((width - labelWidth - 70) * Math.log2(Math.min(Math.max(times, least), most) / least)) / Math.log2(most / least)

/** The plot, as SVG. */
export function plot(bars: readonly Bar[]): string {
  const groups = [...new Set(bars.map(({ group }) => group))]
  let y = 40
  const parts: string[] = []
  const text = (x: number, at: number, words: string, more = ''): string =>
    `<text x="${x.toFixed(1)}" y="${at}"${more}>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
  for (const group of groups) {
    parts.push(text(16, y, group, ' font-weight="bold"'))
    y += rowHeight
    for (const { label, times } of bars.filter((bar) => bar.group === group)) {
      const [from, to] = [place(Math.min(1, times)), place(Math.max(1, times))]
      const colour = times < 1 ? '#b3541e' : '#1f6f8b'
      parts.push(
        text(16, y, label),
        `<rect x="${from.toFixed(1)}" y="${y - 13}" width="${Math.max(to - from, 1).toFixed(1)}" height="16" fill="${colour}"/>`,
        text(to + 6, y, times.toPrecision(2)),
      )
      y += rowHeight
    }
    y += 8
  }
  const one = place(1).toFixed(1)
  const height = y + 8
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="14" fill="#222">
<title>How many times as fast as others the codec reads and writes a manifest</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${text(16, 20, 'times as fast as (each doubling as wide as another; left of the line the other is faster)', ' font-size="12" fill="#555"')}
${parts.join('\n')}
<line x1="${one}" y1="28" x2="${one}" y2="${height - 8}" stroke="#222"/>
</svg>
`
}
