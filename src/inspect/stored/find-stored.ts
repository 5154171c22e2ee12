import type { BuiltSide, ImagePlace } from '../../build/built.ts'
import { parseImageReference } from '../../config/values/image-reference.ts'
import type { World } from '../../effects/world.ts'
import { UserError } from '../../errors.ts'
import { SeveralImages } from '../archive/choose-image.ts'
import { findArchived } from '../archive/find-archived.ts'
import { openArchive } from '../archive/open-archive.ts'
import { resolveImage } from '../oci/resolve-image.ts'
import { mostDatabaseBytes } from '../owners/database-bounds.ts'
import { maybeWanted } from '../owners/maybe-wanted.ts'
import type { PathTree } from '../path-tree.ts'
import type { FoundImage } from './found-image.ts'

/** A side whose image no engine has. */
export type StoredSide = Pick<BuiltSide, 'side' | 'source' | 'platform'> & { readonly stored: ImagePlace }

/** What finding an image needs of the world. */
export interface FindWorld extends Pick<World, 'registry' | 'layerCache'> {
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
  { side, source, platform, stored }: StoredSide,
  world: FindWorld & { readonly tree: PathTree },
): Promise<FoundImage> {
  switch (stored.kind) {
    case 'archive':
      return inArchive(stored, `${side}: ${source}`, platform, world)
    case 'registry':
      return inRegistry(stored.reference, platform, world)
  }
}

async function inArchive(
  { path, name }: Extract<ImagePlace, { kind: 'archive' }>,
  input: string,
  platform: string | null,
  { tree, signal }: FindWorld & { readonly tree: PathTree },
): Promise<FoundImage> {
  const wanted = { wants: maybeWanted, budget: { left: mostDatabaseBytes } }
  const files = await openArchive(path, { tree, signal, wanted })
  try {
    const image = await findArchived(files, { name, platform })
    return { measuredBy: 'archive', image, layers: files.layers }
  } catch (error) {
    if (!(error instanceof SeveralImages)) throw error
    const [first = 'NAME'] = error.names
    throw new UserError(`${input} ${error.message}`, `archive:${path}#${first}`)
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
