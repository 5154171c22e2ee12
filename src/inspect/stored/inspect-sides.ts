import type { BuiltSide } from '../../build/built.ts'
import type { InspectedImage } from '../image.ts'
import { measuring } from '../measure-error.ts'
import { usualRoom } from '../path-memory.ts'
import { PathTree } from '../path-tree.ts'
import { type FindWorld, findStored, type StoredSide } from './find-stored.ts'
import { inspectStored, type StoredToInspect } from './inspect-stored.ts'

/**
 * Measures the images of sides that no engine has, together. Rejects with a `MeasureError` when one of them cannot
 * be measured, with a `UserError` for what the user must correct, and with the signal's reason after an interrupt.
 */
export async function inspectStoredSides(
  sides: readonly BuiltSide[],
  { registry, layerCache, signal }: FindWorld,
): Promise<InspectedImage[]> {
  return measuring(async () => {
    const world = { tree: new PathTree(usualRoom), registry, layerCache, signal }
    const images: StoredToInspect[] = []
    for (const side of sides) {
      if (!isStoredSide(side)) throw new Error(`the ${side.side} image lies in an engine`)
      const found = await findStored(side, world)
      const { platform, base, instructions, provenance } = side
      images.push({ found, platform, baseDiffIds: base?.diffIds ?? null, instructions, provenance })
    }
    return inspectStored(images, { ...world, cache: layerCache })
  }, signal)
}

function isStoredSide(side: BuiltSide): side is BuiltSide & StoredSide {
  return side.stored !== null
}
