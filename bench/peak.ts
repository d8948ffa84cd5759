/**
 * The most memory that a process has had.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Clears up what is left, which would hide what comes, and forgets the most memory so far.
 *
 * @returns gives the bytes that the process has had since then at most, less what it had
 */
export function watchMemory(): () => number {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  forgetPeak()
  const before = peakBytes()
  return () => peakBytes() - before
}

/**
 * The most memory that this process has had, in bytes. Linux tells a child that of its parent too, where it is asked for the
 * usage of resources, and so is asked for its status.
 */
function peakBytes(): number {
  const [, kilobytes] = /^VmHWM:\s*([0-9]+) kB$/m.exec(statusOfLinux()) ?? []
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024
}

function statusOfLinux(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8')
  } catch {
    return ''
  }
}

/** Forgets it. Linux can be told so; elsewhere that of loading counts as base. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // No Linux, or not allowed.
  }
}

/** How much memory an input may take: 20 times its bytes, and what any program takes that has not cleared up yet. */
export function mostBytes(inputBytes: number): number {
  return inputBytes * 20 + 64 * 1024 * 1024
}
