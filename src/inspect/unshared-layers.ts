import type { LayerTable } from './layer-table.ts'
import type { WantedImage } from './reading.ts'

/**
 * The layers that may have to be told from others by what they hold. Those that each of two images has once stand
 * beside each other by their diffID alone, and what no other layer is as large as has no equal.
 */
export function unsharedLayers(
  images: readonly WantedImage[],
  layers: ReadonlyMap<string, LayerTable>,
): Map<string, LayerTable> {
  const [first, second] = images
  const isOnceIn = ({ diffIds }: WantedImage, diffId: string): boolean =>
    diffIds.indexOf(diffId) >= 0 && diffIds.indexOf(diffId) === diffIds.lastIndexOf(diffId)
  const isShared = (diffId: string): boolean =>
    first !== undefined && second !== undefined && isOnceIn(first, diffId) && isOnceIn(second, diffId)
  const unshared = new Map([...layers].filter(([diffId]) => !isShared(diffId)))
  if (!first || !second) return unshared
  const counts = new Map<number, number>()
  for (const diffId of [...first.diffIds, ...second.diffIds]) {
    const size = unshared.get(diffId)?.size
    if (size !== undefined) counts.set(size, (counts.get(size) ?? 0) + 1)
  }
  return new Map([...unshared].filter(([, { size }]) => (counts.get(size) ?? 0) > 1))
}
