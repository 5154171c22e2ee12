import { neverStarted } from '../inspect/never-started.ts'
import { refusalOf } from './engine-refusal.ts'
import type { LiveContainers } from './live-containers.ts'
import { readArchivedFile } from './read-file.ts'
import type { ProbeWorld } from './run-container.ts'

/** First bytes of files, by path; `problem` says why some are missing. */
export interface Heads {
  readonly heads: ReadonlyMap<string, Buffer>
  readonly problem: string | null
}

/** Bytes that are read of each file. */
const headLength = 16

/**
 * Reads the first bytes of regular files in an image, through one container that is created, never started
 * and removed. Paths must be real (no link in them). No path, no container. An engine that refuses is a
 * `problem`, no rejection.
 */
export async function readHeads(
  imageId: string,
  paths: readonly string[],
  world: ProbeWorld,
  live: LiveContainers,
): Promise<Heads> {
  const heads = new Map<string, Buffer>()
  if (paths.length === 0) return { heads, problem: null }
  try {
    const id = await live.create(neverStarted(imageId, [], world.mark))
    try {
      for (const path of new Set(paths)) {
        world.signal.throwIfAborted()
        const archive = await world.docker.containers.getArchive(id, path)
        const head = await readArchivedFile(archive, headLength)
        if (head) heads.set(path, head)
      }
    } finally {
      live.discard(id)
    }
    return { heads, problem: null }
  } catch (error) {
    if (world.signal.aborted) return { heads, problem: 'the run was stopped' }
    return { heads, problem: `its files could not be read: ${refusalOf(error).message}` }
  }
}
