import { MeasureError, measureFailure } from '../measure-error.ts'
import type { DatabaseFiles, OwnerBytes } from './owner.ts'
import { ownersOf } from './owners-of.ts'
import { readBound } from './read-bound.ts'
import { type DatabaseSource, type DatabaseWorld, readDatabases, refuseTooMuch } from './read-databases.ts'
import { wantedFiles } from './wanted-files.ts'

/** The owners of an image's live bytes, or why they are not known. */
export type OwnersReading =
  | { readonly owners: readonly OwnerBytes[]; readonly ownersProblem: null }
  | { readonly owners: null; readonly ownersProblem: string }

/**
 * Whom the live bytes of images belong to, by image ID. The package databases of all are read at once where
 * the store allows that, else image by image. When they cannot be read there are no owners, with the reason:
 * an owner is never guessed. Rejects for a bug and with the signal's reason.
 */
export async function readOwners(
  images: readonly Omit<DatabaseSource, 'wanted'>[],
  world: DatabaseWorld,
): Promise<Map<string, OwnersReading>> {
  const sources = images.map((image) => ({ ...image, wanted: wantedFiles(image.stacked) }))
  const together = await attempt(async () => {
    for (const source of sources) refuseTooMuch(source)
    return readBound(sources, world)
  }, world)
  const readings = sources.map(async (source): Promise<[string, OwnersReading]> => {
    const files = together.result?.get(source.imageId)
    return [source.imageId, files ? understood(source, files) : await readAlone(source, world)]
  })
  // When one fails the other is waited for: it has a container to remove.
  await Promise.allSettled(readings)
  return new Map(await Promise.all(readings))
}

async function readAlone(source: DatabaseSource, world: DatabaseWorld): Promise<OwnersReading> {
  const { result, problem } = await attempt(async () => {
    refuseTooMuch(source)
    return readDatabases(source, world)
  }, world)
  return result ? understood(source, result) : unread(problem)
}

function understood({ stacked }: DatabaseSource, files: DatabaseFiles): OwnersReading {
  try {
    return { owners: ownersOf(stacked, files), ownersProblem: null }
  } catch (error) {
    if (error instanceof MeasureError) return unread(error.message)
    throw error
  }
}

function unread(problem: string): OwnersReading {
  return { owners: null, ownersProblem: `the package databases could not be read: ${problem}` }
}

type Attempt<T> =
  | { readonly result: T; readonly problem: null }
  | { readonly result: null; readonly problem: string }

async function attempt<T>(read: () => Promise<T>, { signal }: DatabaseWorld): Promise<Attempt<T>> {
  try {
    return { result: await read(), problem: null }
  } catch (error) {
    signal.throwIfAborted()
    const problem = measureFailure(error)
    if (problem === null) throw error
    return { result: null, problem }
  }
}
