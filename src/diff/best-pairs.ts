/** A pair of indices into two lists. */
export interface Pair {
  readonly before: number
  readonly after: number
}

/**
 * Pairs the items of two lists without crossings so that the sum of the pairs' likeness is largest (the
 * weighted longest common subsequence, by dynamic programming in before × after steps). A likeness of 0
 * never pairs. In order of both lists.
 */
export function bestPairs<T>(
  before: readonly T[],
  after: readonly T[],
  likeness: (before: T, after: T) => number,
): Pair[] {
  const width = after.length + 1
  const likenesses = before.map((a) => after.map((b) => likeness(a, b)))
  // best[i * width + j]: the best sum for what follows index i of before and index j of after.
  const best = new Float64Array((before.length + 1) * width)
  const at = (i: number, j: number): number => best[i * width + j] ?? 0
  const taken = (i: number, j: number): number => (likenesses[i]?.[j] ?? 0) + at(i + 1, j + 1)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      best[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), taken(i, j))
    }
  }
  const pairs: Pair[] = []
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if ((likenesses[i]?.[j] ?? 0) > 0 && at(i, j) === taken(i, j)) pairs.push({ before: i++, after: j++ })
    else if (at(i, j) === at(i + 1, j)) i++
    else j++
  }
  return pairs
}
