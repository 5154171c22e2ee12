import type { BuiltSide, ImagePlace } from '../../build/built.ts'
import { parseImageReference } from '../../config/values/image-reference.ts'
import type { World } from '../../effects/world.ts'
import { UserError } from '../../errors.ts'
import { resolveImage } from '../oci/resolve-image.ts'
import type { PathTree } from '../path-tree.ts'
import type { FoundImage } from './found-image.ts'

/** A side whose image no engine has. */
export type StoredSide = Pick<BuiltSide, 'side' | 'source' | 'platform'> & { readonly stored: ImagePlace }

/** What finding an image needs of the world. */
export interface FindWorld extends Pick<World, 'registry'> {
  /** Ends the reading. */
  readonly signal: AbortSignal
}

/**
 * Finds the image of a side where it lies: manifest and configuration, of an index those for the side's platform.
 *
 * Rejects with a `UserError` for what the user must write otherwise, such as which of several images is meant, and
 * with a `MeasureError` where the image cannot be had or is not well formed.
 */
export async function findStored(
  { side, stored, platform }: StoredSide,
  world: FindWorld & { readonly tree: PathTree },
): Promise<FoundImage> {
  switch (stored.kind) {
    case 'registry':
      return inRegistry(stored.reference, platform, world)
    case 'archive':
      throw new UserError(`${side}: ${stored.kind}: is not built yet as a source`, `${side}: image:REF`)
  }
}

/** `digest` is that of what the reference points at, be it an index: what `docker pull` prints. */
async function inRegistry(
  reference: string,
  platform: string | null,
  { registry }: FindWorld,
): Promise<FoundImage> {
  const source = registry(parseImageReference(reference))
  const root = await source.root()
  const image = await resolveImage(root, source, platform)
  return { measuredBy: 'registry', image: { ...image, digest: root.digest }, layers: new Map() }
}
