import { engineTurn } from '../engine-turn.ts'
import { MeasureError, measureFailure } from '../measure-error.ts'
import type { FileContents } from './file-contents.ts'
import { contentsByLayer, keptFiles } from './kept-files.ts'
import type { DatabaseFiles } from './owner.ts'
import { type Ownership, ownersOf } from './owners-of.ts'
import { readBound } from './read-bound.ts'
import { type DatabaseSource, type DatabaseWorld, readDatabases, refuseTooMuch } from './read-databases.ts'
import { wantedFiles } from './wanted-files.ts'

/** The owners of an image's live bytes, or why they are not known. */
export type OwnersReading =
  | (Ownership & { readonly ownersProblem: null })
  | { readonly owners: null; readonly dependencies: null; readonly ownersProblem: string }

/** By image ID, its owners, and, by layer and entry, the contents of the files that tell them, where all came at once. */
export interface OwnersOfImages {
  readonly readings: ReadonlyMap<string, OwnersReading>
  contents(): ReadonlyMap<string, readonly ReadonlyMap<number, string>[]>
}

/**
 * Whom the live bytes of images belong to. The package databases of all are read at once where
 * the store allows that, else image by image. When they cannot be read there are no owners, with the reason:
 * an owner is never guessed. Rejects for a bug and with the signal's reason.
 */
export async function readOwners(
  images: readonly Omit<DatabaseSource, 'wanted'>[],
  world: DatabaseWorld,
): Promise<OwnersOfImages> {
  const sources = images.map((image) => ({ ...image, wanted: wantedFiles(image.stacked) }))
  const together = await attempt(async () => {
    if (world.access === 'export') throw new MeasureError("the engine's own files are not to be read")
    for (const source of sources) refuseTooMuch(source)
    return readBound(sources.map(withoutKept), world)
  }, world)
  if (together.result) return understoodTogether(sources, together.result)
  const readings = sources.map(async (source): Promise<[string, OwnersReading]> => {
    return [source.imageId, await readAlone(source, world)]
  })
  // When one fails the other is waited for: it has a container to remove.
  await Promise.allSettled(readings)
  return { readings: new Map(await Promise.all(readings)), contents: () => new Map() }
}

/** What is still to be fetched of an image's databases. */
function withoutKept(source: DatabaseSource): DatabaseSource {
  const files = keptFiles(source)
  return { ...source, wanted: source.wanted.filter(({ path }) => !files.has(path)) }
}

async function understoodTogether(
  sources: readonly DatabaseSource[],
  fetched: ReadonlyMap<string, DatabaseFiles>,
): Promise<OwnersOfImages> {
  await engineTurn()
  const all = sources.map((source) => {
    const { imageId } = source
    return { imageId, source, files: withKept(source, fetched.get(imageId) ?? new Map()) }
  })
  return {
    readings: new Map(all.map(({ imageId, source, files }) => [imageId, understood(source, files)])),
    contents: () =>
      new Map(all.map(({ imageId, source, files }) => [imageId, contentsByLayer(source, files)])),
  }
}

function withKept(source: DatabaseSource, fetched: DatabaseFiles): DatabaseFiles {
  return new Map([...keptFiles(source), ...fetched])
}

function readAlone(source: DatabaseSource, world: DatabaseWorld): Promise<OwnersReading> {
  const read = async (): Promise<DatabaseFiles> =>
    withKept(source, await readDatabases(withoutKept(source), world))
  return readOwnersOf(source, { read }, world.signal)
}

/** The owners of one image by the contents of its files, wherever those come from. */
export async function readOwnersOf(
  source: Pick<DatabaseSource, 'stacked' | 'wanted'>,
  contents: FileContents,
  signal: AbortSignal,
): Promise<OwnersReading> {
  const { result, problem } = await attempt(
    async () => {
      refuseTooMuch(source)
      return contents.read(source)
    },
    { signal },
  )
  return result ? understood(source, result) : unread(problem)
}

function understood({ stacked }: Pick<DatabaseSource, 'stacked'>, files: DatabaseFiles): OwnersReading {
  try {
    return { ...ownersOf(stacked, files), ownersProblem: null }
  } catch (error) {
    if (error instanceof MeasureError) return unread(error.message)
    throw error
  }
}

function unread(problem: string): OwnersReading {
  const ownersProblem = `the package databases could not be read: ${problem}`
  return { owners: null, dependencies: null, ownersProblem }
}

type Attempt<T> =
  | { readonly result: T; readonly problem: null }
  | { readonly result: null; readonly problem: string }

async function attempt<T>(
  read: () => Promise<T>,
  { signal }: Pick<DatabaseWorld, 'signal'>,
): Promise<Attempt<T>> {
  try {
    return { result: await read(), problem: null }
  } catch (error) {
    signal.throwIfAborted()
    const problem = measureFailure(error)
    if (problem === null) throw error
    return { result: null, problem }
  }
}
