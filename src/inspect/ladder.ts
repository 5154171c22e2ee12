import type { EngineInfo } from '../effects/docker/docker.ts'
import { readExport } from './export.ts'
import { readLayerBlobs } from './layer-blobs.ts'
import { type LayerMetadataWorld, readLayerMetadata } from './layer-metadata.ts'
import { measureFailure } from './measure-error.ts'
import type { Reading, StoredWantedImage } from './reading.ts'

/** What was read, by which rung, and why the rungs above did not serve. */
export interface LadderReading {
  readonly reading: Reading
  readonly measuredBy: 'layer-metadata' | 'layer-blobs' | 'export'
  readonly fellBack: readonly string[]
}

/**
 * Reads the layers of images by the fastest way that verifies itself: what the engine's store keeps (the
 * classic store's layer metadata, the containerd store's blobs), else one streamed export. Rejects with what the
 * last rung failed with.
 */
export async function readLayers(
  images: readonly StoredWantedImage[],
  world: LayerMetadataWorld,
): Promise<LadderReading> {
  const own = ownRung[world.engine.store]
  if (own === null) return { reading: await readExport(images, world), measuredBy: 'export', fellBack: [] }
  try {
    return { reading: await own.read(images, world), measuredBy: own.measuredBy, fellBack: [] }
  } catch (error) {
    const reason = measureFailure(error)
    if (reason === null || world.signal.aborted) throw error
    const fellBack = [`${own.name}: ${reason.replace(`${own.name}: `, '')}`]
    return { reading: await readExport(images, world), measuredBy: 'export', fellBack }
  }
}

// By store, what reads the engine's own files. Podman's socket gives nothing of its store.
const ownRung = {
  classic: { name: 'layer metadata', measuredBy: 'layer-metadata', read: readLayerMetadata },
  containerd: { name: 'layer blobs', measuredBy: 'layer-blobs', read: readLayerBlobs },
  podman: null,
} as const satisfies Record<EngineInfo['store'], object | null>
