import type { Image } from '../inspect/image.ts'
import type { LayerShare } from '../inspect/owners/owner.ts'
import type { AlignedLayer, Cause } from './image-diff.ts'

/** Bytes by layer of each image. */
export interface SideShares {
  readonly before: readonly LayerShare[]
  readonly after: readonly LayerShare[]
}

interface Pair {
  readonly before: Image
  readonly after: Image
  readonly aligned: readonly AlignedLayer[]
}

/**
 * The layer in which most of a cause's difference lies, and its line: of what left the image the layer before,
 * of what came the layer after, else the pair of layers that differs most in the direction of `delta`. A layer of
 * a base image has no line; where no layer differs that way there is none.
 */
export function placeOf(
  change: Cause['change'],
  delta: number,
  shares: SideShares,
  { before, after, aligned }: Pair,
): Pick<Cause, 'side' | 'layer' | 'file' | 'line'> {
  const images = { before, after }
  const row = rowOf(change, delta, shares, aligned)
  const side = change === 'removed' || (change === 'changed' && row?.after === null) ? 'before' : 'after'
  const layer = row?.[side] ?? null
  const place = layer === null ? null : (images[side].layers[layer]?.place ?? null)
  return { side, layer, file: place?.file ?? null, line: place?.line ?? null }
}

function rowOf(
  change: Cause['change'],
  delta: number,
  { before, after }: SideShares,
  aligned: readonly AlignedLayer[],
): AlignedLayer | undefined {
  const olds = change === 'added' ? new Map<number, number>() : summed(before)
  const nows = change === 'removed' ? new Map<number, number>() : summed(after)
  const bytesOf = (shares: ReadonlyMap<number, number>, layer: number | null): number =>
    layer === null ? 0 : (shares.get(layer) ?? 0)
  let best: { readonly row: AlignedLayer; readonly bytes: number } | undefined
  for (const row of aligned) {
    const bytes = (bytesOf(nows, row.after) - bytesOf(olds, row.before)) * Math.sign(delta)
    if (bytes > (best?.bytes ?? 0)) best = { row, bytes }
  }
  return best?.row
}

function summed(shares: readonly LayerShare[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const [layer, bytes] of shares) sums.set(layer, (sums.get(layer) ?? 0) + bytes)
  return sums
}
