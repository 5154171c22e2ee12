import type { Image, Layer } from '../inspect/image.ts'
import type { AlignedLayer, LineBytes, LineDiff } from './image-diff.ts'

/**
 * The difference by line of the Dockerfile, in the order of the aligned layers: all layers of the base image in
 * one row, which comes first, and each other pair of layers in one of its own, so that an instruction that moved
 * to another line is one row. A layer whose line is not known has its instruction and no line. Bytes are those of
 * `Layer.size`; throws when the rows' deltas do not add up to after size − before size.
 */
export function diffLines(before: Image, after: Image, aligned: readonly AlignedLayer[]): LineDiff[] {
  const pairs = aligned.map((row) => pairOf(before, after, row))
  const base = pairs.filter((pair) => pair.fromBase !== 'none')
  const rows = [
    ...baseRow(base),
    ...pairs.filter((pair) => pair.fromBase !== 'both').flatMap((pair) => ownRow(withoutBase(pair))),
  ]
  const sum = rows.reduce((total, { delta }) => total + delta, 0)
  if (sum !== after.size - before.size) {
    throw new Error(`the lines' differences add up to ${sum} bytes, not to ${after.size - before.size}`)
  }
  return rows
}

interface LayerPair {
  readonly state: AlignedLayer['state']
  readonly before: Layer | null
  readonly after: Layer | null
  /** Which of the two come from a base image. */
  readonly fromBase: 'none' | 'before' | 'after' | 'both'
}

function pairOf(before: Image, after: Image, { state, ...at }: AlignedLayer): LayerPair {
  const old = at.before === null ? null : (before.layers[at.before] ?? null)
  const now = at.after === null ? null : (after.layers[at.after] ?? null)
  const same = state === 'same' || state === 'moved'
  // Where a side's base is not known, a layer that is the other side's base is taken for one.
  const oldIsBase = old !== null && (old.base || (same && before.baseSize === null && now?.base === true))
  const nowIsBase = now !== null && (now.base || (same && after.baseSize === null && old?.base === true))
  const all = (old === null || oldIsBase) && (now === null || nowIsBase)
  const some = oldIsBase ? 'before' : nowIsBase ? 'after' : 'none'
  return { state, before: old, after: now, fromBase: all ? 'both' : some }
}

function baseRow(pairs: readonly LayerPair[]): LineDiff[] {
  if (pairs.length === 0) return []
  const bytesOf = (side: 'before' | 'after'): LineBytes | null => {
    const other = side === 'before' ? 'after' : 'before'
    const layers = pairs.flatMap((pair) => (pair.fromBase === other ? [] : (pair[side] ?? [])))
    const bytes = layers.reduce((sum, { size }) => sum + size, 0)
    return layers.length === 0 ? null : { file: null, line: null, bytes }
  }
  const same = pairs.every(({ state, fromBase }) => state === 'same' && fromBase === 'both')
  return rowOf('base image', null, same, bytesOf('before'), bytesOf('after'))
}

function withoutBase({ state, before, after, fromBase }: LayerPair): LayerPair {
  if (fromBase === 'before') return { state, before: null, after, fromBase }
  return { state, before, after: fromBase === 'after' ? null : after, fromBase }
}

function ownRow({ state, before, after }: LayerPair): LineDiff[] {
  const layer = after ?? before
  const same = state === 'same' || state === 'moved'
  return rowOf(layer?.instruction ?? null, layer, same, lineBytes(before), lineBytes(after))
}

function lineBytes(layer: Layer | null): LineBytes | null {
  if (!layer) return null
  return { file: layer.place?.file ?? null, line: layer.place?.line ?? null, bytes: layer.size }
}

function rowOf(
  instruction: string | null,
  layer: Layer | null,
  same: boolean,
  before: LineBytes | null,
  after: LineBytes | null,
): LineDiff[] {
  if (!before && !after) return []
  const { stage = null, copyFrom = null } = layer?.place ?? {}
  const paired = same ? 'same' : 'changed'
  const state = !before ? 'added' : !after ? 'removed' : paired
  const delta = (after?.bytes ?? 0) - (before?.bytes ?? 0)
  return [{ instruction, stage, copyFrom, state, before, after, delta }]
}
