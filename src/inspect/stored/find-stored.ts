import type { BuiltSide, ImagePlace } from '../../build/built.ts'
import { UserError } from '../../errors.ts'
import { SeveralImages } from '../archive/choose-image.ts'
import { findArchived } from '../archive/find-archived.ts'
import { openArchive } from '../archive/open-archive.ts'
import { mostBytes } from '../owners/read-databases.ts'
import { maybeWanted } from '../owners/wanted-files.ts'
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
  { side, source, platform, stored }: StoredSide,
  world: { readonly tree: PathTree; readonly signal: AbortSignal },
): Promise<FoundImage> {
  switch (stored.kind) {
    case 'archive':
      return findInArchive(stored, `${side}: ${source}`, platform, world)
    case 'registry':
      throw new UserError(`${side}: registry: is not built yet as a source`, `${side}: image:REF`)
  }
}

async function findInArchive(
  { path, name }: Extract<ImagePlace, { kind: 'archive' }>,
  input: string,
  platform: string | null,
  world: { readonly tree: PathTree; readonly signal: AbortSignal },
): Promise<FoundImage> {
  const files = await openArchive(path, {
    ...world,
    wanted: { wants: maybeWanted, budget: { left: mostBytes } },
  })
  try {
    const image = await findArchived(files, { name, platform })
    return { measuredBy: 'archive', image, layers: files.layers }
  } catch (error) {
    if (!(error instanceof SeveralImages)) throw error
    const [first = 'NAME'] = error.names
    throw new UserError(`${input} ${error.message}`, `archive:${path}#${first}`)
  }
}
