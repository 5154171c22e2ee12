/** Work on one item; `signal` tells it to give up, since what it makes is not needed any more. */
export type Work<Item, Result> = (item: Item, signal: AbortSignal) => Promise<Result>

/**
 * Works on items, at most `most` at once, begun in their order; the results come in that order too. When one fails,
 * those behind it are told to give up and no more are begun; it rejects, once nothing works any more, with the failure
 * of the first item that failed: which one that is does not depend on which was faster.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  most: number,
  signal: AbortSignal,
  work: Work<Item, Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const failures = new Map<number, unknown>()
  const stops = items.map(() => new AbortController())
  let next = 0
  const take = async (): Promise<void> => {
    while (next < items.length && failures.size === 0) {
      const index = next++
      const stop = stops[index] as AbortController
      try {
        results[index] = await work(items[index] as Item, AbortSignal.any([signal, stop.signal]))
      } catch (error) {
        if (!stop.signal.aborted) failures.set(index, error)
        for (const behind of stops.slice(index + 1)) behind.abort()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, take))
  const [first] = [...failures.keys()].sort((a, b) => a - b)
  if (first !== undefined) throw failures.get(first)
  return results
}
