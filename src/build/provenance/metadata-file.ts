import { mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { World } from '../../effects/world.ts'
import { ifThere } from '../../system-error.ts'
import { isRecord } from './json.ts'
import type { ProvenanceReading } from './provenance.ts'
import { readProvenance } from './read-provenance.ts'

/** What a docker client must see to write the whole provenance into its metadata file, which changes no image. */
export const provenanceEnvironment = { BUILDX_METADATA_PROVENANCE: 'max' } as const

/** Most bytes of a metadata file that are read; a build of a hundred layers has about two million. */
const mostBytes = 16 * 1024 * 1024

/**
 * A path for the metadata file of one build, in a folder of its own that only this user can read: the file holds the
 * values of build arguments. It is removed at the end of the run, if not before.
 */
export async function metadataPath(world: Pick<World, 'cleanup' | 'runner'>): Promise<string> {
  const directory = await mkdtemp(join(world.runner.context.temporaryDirectory, 'metadata-'))
  world.cleanup.defer(`remove ${directory}`, () => rm(directory, { recursive: true, force: true }))
  return join(directory, 'metadata.json')
}

/**
 * Reads the provenance out of a metadata file that `docker buildx build` wrote, and removes the file. Null stands for a
 * build without that client.
 */
export async function takeProvenance(path: string | null): Promise<ProvenanceReading> {
  if (path === null) return { provenance: null, problem: "the engine's API gives no provenance" }
  const text = await readBounded(path)
  await rm(path, { force: true })
  if (text === null) return { provenance: null, problem: 'the builder wrote no metadata that can be read' }
  const metadata = parsed(text)
  if (!isRecord(metadata)) return { provenance: null, problem: "the builder's metadata is no JSON object" }
  const found = Object.keys(metadata).filter((key) => /^buildx\.build\.provenance(?:\/|$)/.test(key))
  if (found.length === 0) return { provenance: null, problem: 'the builder gives no provenance' }
  if (found.length > 1)
    return { provenance: null, problem: 'the builder gives the provenance of several platforms' }
  return readProvenance(metadata[found[0] ?? ''])
}

/** Null when there is no such file, or one that is too large. */
async function readBounded(path: string): Promise<string | null> {
  const file = await ifThere(open(path, 'r'))
  if (!file) return null
  try {
    const { size } = await file.stat()
    if (size > mostBytes) return null
    const buffer = Buffer.alloc(size)
    const { bytesRead } = await file.read(buffer, 0, size, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
