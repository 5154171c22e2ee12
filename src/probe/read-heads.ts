import type { Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { type ContainerSpec, EngineError } from '../effects/docker/docker.ts'
import { containerLabels } from '../effects/mark.ts'
import { refusalOf } from './engine-refusal.ts'
import type { LiveContainers } from './live-containers.ts'
import type { ProbeWorld } from './run-container.ts'

/** First bytes of files, by path; `problem` says why some are missing. */
export interface Heads {
  readonly heads: ReadonlyMap<string, Buffer>
  readonly problem: string | null
}

/** Bytes that are read of each file. */
export const headLength = 16

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
    const id = await live.create(neverStarted(imageId, containerLabels(world.mark)))
    try {
      for (const path of new Set(paths)) {
        world.signal.throwIfAborted()
        heads.set(path, await firstBytes(await world.docker.containers.getArchive(id, path)))
      }
    } finally {
      live.discard(id)
    }
    return { heads, problem: null }
  } catch (error) {
    world.signal.throwIfAborted()
    return { heads, problem: `its files could not be read: ${refusalOf(error).message}` }
  }
}

function neverStarted(image: string, labels: Readonly<Record<string, string>>): ContainerSpec {
  return {
    image,
    // An image without any command needs one to be created from; it is never run.
    entrypoint: [],
    cmd: ['never-started'],
    env: [],
    user: null,
    workdir: null,
    network: 'none',
    mounts: [],
    memoryBytes: null,
    pids: null,
    labels,
  }
}

// The archive of one regular file has one entry; the rest of a large file is not worth the wait.
function firstBytes(archive: Readable): Promise<Buffer> {
  const reader = extract()
  const reading = new Promise<Buffer>((resolve, reject) => {
    const fail = (error: Error): void => reject(new EngineError(error.message, null, error))
    const parts: Buffer[] = []
    const done = (): void => resolve(Buffer.concat(parts).subarray(0, headLength))
    reader.on('entry', (_header, entry, next) => {
      entry.on('data', (chunk: unknown) => {
        if (Buffer.isBuffer(chunk)) parts.push(chunk)
        if (Buffer.concat(parts).length >= headLength) done()
      })
      entry.on('end', () => {
        done()
        next()
      })
    })
    reader.on('finish', () => fail(new Error('the engine sent an empty archive')))
    reader.on('error', fail)
    archive.on('error', fail)
  })
  archive.pipe(reader)
  return reading.finally(() => archive.destroy())
}
