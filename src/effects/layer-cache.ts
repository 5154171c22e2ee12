import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, ifThere } from '../system-error.ts'
import { pruneLayers } from './prune-layers.ts'

/** What a run keeps of layers for later runs, by diffID. It may lose anything at any time. */
export interface LayerCache {
  /** The bytes that were kept for a layer, unchecked; null when there are none. */
  read(diffId: string): Promise<Buffer | null>
  /** Keeps bytes for a layer in the place of what was there. */
  write(diffId: string, bytes: Uint8Array): Promise<void>
}

/** Bytes of the largest file that is read or written. */
export const largestEntry = 64 * 1024 * 1024
/** Bytes of all files together. */
const mostBytes = 256 * 1024 * 1024
/** Bytes that are written until the directory is looked through again. */
const pruneAfter = 16 * 1024 * 1024

/**
 * A directory with one file `HEX.layer` for each layer. Runs side by side may share it: a file is complete as soon
 * as it has its name. What was not used for longest goes once all take more than 256 MB. A disk or directory that
 * fails is told to `warn`, once, and is otherwise like an empty cache.
 */
export function createLayerCache(directory: string, warn: (problem: string) => void): LayerCache {
  let isBroken = false
  let written = pruneAfter
  const softly = async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (isBroken) return null
    try {
      return await work()
    } catch (error) {
      if (!/^E[A-Z0-9]+$/.test(codeOf(error) ?? '')) throw error
      isBroken = true
      warn(`the cache of layers in ${directory} is not used: ${String(error)}`)
      return null
    }
  }
  return {
    async read(diffId) {
      const path = pathOf(directory, diffId)
      return path === null ? null : softly(() => readEntry(path))
    },
    async write(diffId, bytes) {
      const path = pathOf(directory, diffId)
      if (path === null || bytes.length > largestEntry) return
      await softly(() => writeEntry(directory, path, bytes))
      written += bytes.length
      if (written < pruneAfter) return
      written = 0
      await softly(() => pruneLayers(directory, mostBytes))
    },
  }
}

/** Null for what is no diffID: it would be another path. */
function pathOf(directory: string, diffId: string): string | null {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(diffId)?.[1]
  return hex === undefined ? null : join(directory, `${hex}.layer`)
}

// Neither a link nor a pipe that somebody put there is followed or waited for.
async function readEntry(path: string): Promise<Buffer | null> {
  const file = await ifThere(
    open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
  ).catch((error: unknown) => {
    if (codeOf(error) === 'ELOOP') return null
    throw error
  })
  if (file === null) return null
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size > largestEntry) return null
    const bytes = await file.readFile()
    // The time of the last use: `pruneLayers` goes by it.
    await file.utimes(new Date(), new Date()).catch(() => {})
    return bytes
  } finally {
    await file.close()
  }
}

async function writeEntry(directory: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const part = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const file = await open(part, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
