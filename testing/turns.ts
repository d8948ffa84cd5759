/**
 * How many turns the event loop takes while something is done: more than the one that comes in any case, if it lets other work
 * go on.
 */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let goesOn = true
  const count = (): void => {
    turns++
    if (goesOn) setImmediate(count)
  }
  setImmediate(count)
  await work()
  goesOn = false
  return turns
}
