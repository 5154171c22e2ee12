import type { BuiltSide, ImagePlace } from '../../build/built.ts'
import { UserError } from '../../errors.ts'
import type { PathTree } from '../path-tree.ts'
import type { FoundImage } from './found-image.ts'

/** A side whose image no engine has. */
export type StoredSide = Pick<BuiltSide, 'side' | 'source' | 'platform'> & { readonly stored: ImagePlace }

/**
 * Finds the image of a side where it lies: manifest and configuration, of an index those for the side's platform.
 *
 * Rejects with a `UserError` for what the user must write otherwise, such as which of several images is meant, and
 * with a `MeasureError` where the image cannot be had or is not well formed.
 */
export async function findStored(
  { side, stored }: StoredSide,
  _world: { readonly tree: PathTree; readonly signal: AbortSignal },
): Promise<FoundImage> {
  switch (stored.kind) {
    case 'archive':
    case 'registry':
      throw new UserError(`${side}: ${stored.kind}: is not built yet as a source`, `${side}: image:REF`)
  }
}
