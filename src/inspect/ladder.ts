import type { EngineAccess } from '../config/config.ts'
import type { EngineInfo } from '../effects/docker/docker.ts'
import { readExport } from './export.ts'
import { readLayerBlobs } from './layer-blobs.ts'
import { type LayerMetadataWorld, readLayerMetadata } from './layer-metadata.ts'
import { MeasureError, measureFailure } from './measure-error.ts'
import type { Reading, StoredWantedImage } from './reading.ts'

/** What was read, by which rung, and why the rungs above did not serve. */
export interface LadderReading {
  readonly reading: Reading
  readonly measuredBy: 'layer-metadata' | 'layer-blobs' | 'export'
  readonly fellBack: readonly string[]
}

/** What the ladder needs of the world: that of its rungs, and which of them it may use. */
export interface LadderWorld extends LayerMetadataWorld {
  readonly access: EngineAccess
}

/**
 * Reads the layers of images by the fastest way that verifies itself: what the engine's store keeps (the
 * classic store's layer metadata, the containerd store's blobs), else one streamed export; `access` may allow only
 * one of the two. Rejects with what the last rung failed with, and with a `MeasureError` when there is none.
 */
export async function readLayers(
  images: readonly StoredWantedImage[],
  world: LadderWorld,
): Promise<LadderReading> {
  const own = world.access === 'export' ? null : ownRung[world.engine.store]
  if (own === null) return exported(images, world, [])
  try {
    return { reading: await own.read(images, world), measuredBy: own.measuredBy, fellBack: [] }
  } catch (error) {
    const reason = measureFailure(error)
    if (reason === null || world.signal.aborted) throw error
    return exported(images, world, [`${own.name}: ${reason.replace(`${own.name}: `, '')}`])
  }
}

async function exported(
  images: readonly StoredWantedImage[],
  world: LadderWorld,
  fellBack: readonly string[],
): Promise<LadderReading> {
  if (world.access === 'metadata') {
    const why = fellBack[0] ?? `a ${world.engine.store} engine keeps none that can be read`
    throw new MeasureError(`engine-access allows only the engine's own files, which did not serve: ${why}`)
  }
  return { reading: await readExport(images, world), measuredBy: 'export', fellBack }
}

// By store, what reads the engine's own files. Podman's socket gives nothing of its store.
const ownRung = {
  classic: { name: 'layer metadata', measuredBy: 'layer-metadata', read: readLayerMetadata },
  containerd: { name: 'layer blobs', measuredBy: 'layer-blobs', read: readLayerBlobs },
  podman: null,
} as const satisfies Record<EngineInfo['store'], object | null>
