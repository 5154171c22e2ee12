import type { Layer } from '../inspect/image.ts'
import { bestPairs, type Pair } from './best-pairs.ts'
import type { AlignedLayer } from './image-diff.ts'
import { instructionLikeness } from './instruction-likeness.ts'

/**
 * Puts the layers of two images side by side, in the order of the after image with what is gone in between:
 *
 * 1. equal content (diffID) in the same order: `same`; out of that order: `moved`;
 * 2. between those that are the same, layers of the same or a similar instruction: `rebuilt` when the size is
 *    the same, else `changed`;
 * 3. the rest: `added` and `removed`.
 *
 * Every layer of both images stands in exactly one row, so that Σ delta = after size − before size, in bytes.
 */
export function alignLayers(before: readonly Layer[], after: readonly Layer[]): AlignedLayer[] {
  const same = bestPairs(before, after, (a, b) => (a.diffId === b.diffId ? 1 : 0))
  const moved = movedPairs(before, after, same)
  const similar = similarPairs(before, after, same, moved)
  const sizesOf = (pair: Pair): [number, number] => [
    before[pair.before]?.size ?? 0,
    after[pair.after]?.size ?? 0,
  ]
  const row = (state: AlignedLayer['state'] | null, pair: Pair): AlignedLayer => {
    const [from, to] = sizesOf(pair)
    return { state: state ?? (from === to ? 'rebuilt' : 'changed'), ...pair, delta: to - from }
  }
  const paired = [
    ...same.map((pair) => row('same', pair)),
    ...moved.map((pair) => row('moved', pair)),
    ...similar.map((pair) => row(null, pair)),
  ]
  const removed = rest(
    before,
    paired.map((r) => r.before),
  ).map(
    (index): AlignedLayer => ({
      state: 'removed',
      before: index,
      after: null,
      delta: -(before[index]?.size ?? 0),
    }),
  )
  const added = rest(
    after,
    paired.map((r) => r.after),
  ).map(
    (index): AlignedLayer => ({ state: 'added', before: null, after: index, delta: after[index]?.size ?? 0 }),
  )
  return inOrder([...paired, ...added], removed)
}

function movedPairs(before: readonly Layer[], after: readonly Layer[], same: readonly Pair[]): Pair[] {
  const free = new Set(
    rest(
      after,
      same.map((pair) => pair.after),
    ),
  )
  return rest(
    before,
    same.map((pair) => pair.before),
  ).flatMap((index) => {
    const to = [...free].find((candidate) => after[candidate]?.diffId === before[index]?.diffId)
    if (to === undefined) return []
    free.delete(to)
    return [{ before: index, after: to }]
  })
}

// In each gap between two layers that are the same, by instruction.
function similarPairs(
  before: readonly Layer[],
  after: readonly Layer[],
  same: readonly Pair[],
  moved: readonly Pair[],
): Pair[] {
  const ends = [...same, { before: before.length, after: after.length }]
  return ends.flatMap((end, index) => {
    const start = same[index - 1] ?? { before: -1, after: -1 }
    const from = between(
      start.before,
      end.before,
      moved.map((pair) => pair.before),
    )
    const to = between(
      start.after,
      end.after,
      moved.map((pair) => pair.after),
    )
    const likeness = (a: number, b: number): number =>
      instructionLikeness(before[a]?.instruction ?? null, after[b]?.instruction ?? null)
    return bestPairs(from, to, likeness).map((pair) => ({
      before: from[pair.before] as number,
      after: to[pair.after] as number,
    }))
  })
}

function between(start: number, end: number, without: readonly number[]): number[] {
  return Array.from({ length: end - start - 1 }, (_, index) => start + 1 + index).filter(
    (index) => !without.includes(index),
  )
}

function rest(layers: readonly Layer[], taken: readonly (number | null)[]): number[] {
  return [...layers.keys()].filter((index) => !taken.includes(index))
}

// Each removed layer comes right after the row of the layer that was below it.
function inOrder(rows: readonly AlignedLayer[], removed: readonly AlignedLayer[]): AlignedLayer[] {
  const ordered = [...rows].sort((a, b) => (a.after ?? 0) - (b.after ?? 0))
  for (const row of removed) {
    const below = ordered.findIndex(({ before }) => before === (row.before ?? 0) - 1)
    ordered.splice(below + 1, 0, row)
  }
  return ordered
}
