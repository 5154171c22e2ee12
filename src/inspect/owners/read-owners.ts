import { measureFailure } from '../measure-error.ts'
import type { Stacked } from '../stack.ts'
import type { OwnerBytes } from './owner.ts'
import { ownersOf } from './owners-of.ts'
import { type DatabaseWorld, readDatabases } from './read-databases.ts'
import { wantedFiles } from './wanted-files.ts'

/** The owners of an image's live bytes, or why they are not known. */
export type OwnersReading =
  | { readonly owners: readonly OwnerBytes[]; readonly ownersProblem: null }
  | { readonly owners: null; readonly ownersProblem: string }

/**
 * Whom the live bytes of an image belong to. When the package databases cannot be read there are no owners,
 * with the reason: an owner is never guessed. Rejects for a bug and with the signal's reason.
 */
export async function readOwners(
  stacked: Stacked,
  imageId: string,
  world: DatabaseWorld,
): Promise<OwnersReading> {
  try {
    const files = await readDatabases(imageId, wantedFiles(stacked), stacked, world)
    return { owners: ownersOf(stacked, files), ownersProblem: null }
  } catch (error) {
    const reason = world.signal.aborted ? null : measureFailure(error)
    if (reason === null) throw error
    return { owners: null, ownersProblem: `the package databases could not be read: ${reason}` }
  }
}
