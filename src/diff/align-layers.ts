import type { Layer } from '../inspect/image.ts'
import { bestPairs, type Pair } from './best-pairs.ts'
import type { AlignedLayer } from './image-diff.ts'
import { instructionLikeness } from './instruction-likeness.ts'

/**
 * Puts the layers of two images side by side, in the order of the after image with what is gone in between:
 *
 * 1. equal content (diffID) in the same order: `same`; out of that order: `moved`;
 * 2. between those that are the same, layers of equal content (their digests of it), and of the same or a similar
 *    instruction: `rebuilt` when the content is equal, else `changed`, also where the sizes are equal or the
 *    content is not known; a base layer only stands beside one where both bases are known;
 * 3. the rest: `added` and `removed`.
 *
 * Every layer of both images stands in exactly one row, so that Σ delta = after size − before size, in bytes.
 */
export function alignLayers(before: readonly Layer[], after: readonly Layer[]): AlignedLayer[] {
  const same = bestPairs(before, after, (a, b) => (a.diffId === b.diffId ? 1 : 0))
  const moved = movedPairs(before, after, same)
  const similar = similarPairs(before, after, same, moved)
  const paired = [
    ...same.map((pair) => pairedRow(before, after, pair, 'same')),
    ...moved.map((pair) => pairedRow(before, after, pair, 'moved')),
    ...similar.map((pair) => pairedRow(before, after, pair, 'by content')),
  ]
  const added = unpaired(after, 'after', paired).map((index): AlignedLayer => {
    return { state: 'added', before: null, after: index, delta: sizeAt(after, index) }
  })
  const removed = unpaired(before, 'before', paired).map((index): AlignedLayer => {
    return { state: 'removed', before: index, after: null, delta: 0 - sizeAt(before, index) }
  })
  return inOrder([...paired, ...added], removed)
}

function pairedRow(
  before: readonly Layer[],
  after: readonly Layer[],
  pair: Pair,
  state: 'same' | 'moved' | 'by content',
): AlignedLayer {
  const delta = sizeAt(after, pair.after) - sizeAt(before, pair.before)
  const byContent = hasEqualContent(before[pair.before], after[pair.after]) ? 'rebuilt' : 'changed'
  return { state: state === 'by content' ? byContent : state, ...pair, delta }
}

function hasEqualContent(before: Layer | undefined, after: Layer | undefined): boolean {
  return typeof before?.contentDigest === 'string' && before.contentDigest === after?.contentDigest
}

function sizeAt(layers: readonly Layer[], index: number): number {
  return layers[index]?.size ?? 0
}

function movedPairs(before: readonly Layer[], after: readonly Layer[], same: readonly Pair[]): Pair[] {
  const free = new Set(unpaired(after, 'after', same))
  return unpaired(before, 'before', same).flatMap((index) => {
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
  const splitsBases = before.some(({ base }) => base) && after.some(({ base }) => base)
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
    return bestPairs(from, to, (a, b) => likeness(before[a], after[b], splitsBases)).map((pair) => ({
      before: from[pair.before] as number,
      after: to[pair.after] as number,
    }))
  })
}

// Layers without a byte are too much alike to be told by their content.
function likeness(before: Layer | undefined, after: Layer | undefined, splitsBases: boolean): number {
  if (!before || !after || (splitsBases && before.base !== after.base)) return 0
  const content = hasEqualContent(before, after) && before.size > 0 ? 2 : 0
  return content + instructionLikeness(before.instruction, after.instruction)
}

function between(start: number, end: number, without: readonly number[]): number[] {
  return Array.from({ length: end - start - 1 }, (_, index) => start + 1 + index).filter(
    (index) => !without.includes(index),
  )
}

function unpaired(
  layers: readonly Layer[],
  side: 'before' | 'after',
  rows: readonly Readonly<Record<'before' | 'after', number | null>>[],
): number[] {
  const taken = new Set(rows.map((row) => row[side]))
  return [...layers.keys()].filter((index) => !taken.has(index))
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
