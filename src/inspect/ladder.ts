import { readExport } from './export.ts'
import { type LayerMetadataWorld, readLayerMetadata } from './layer-metadata.ts'
import { measureFailure } from './measure-error.ts'
import type { Reading, WantedImage } from './reading.ts'

/** What was read, by which rung, and why the rungs above did not serve. */
export interface LadderReading {
  readonly reading: Reading
  readonly measuredBy: 'layer-metadata' | 'export'
  readonly fellBack: readonly string[]
}

/**
 * Reads the layers of images by the fastest way that verifies itself: the classic store's layer metadata,
 * else one streamed export. Rejects with what the last rung failed with.
 */
export async function readLayers(
  images: readonly WantedImage[],
  world: LayerMetadataWorld,
): Promise<LadderReading> {
  try {
    return { reading: await readLayerMetadata(images, world), measuredBy: 'layer-metadata', fellBack: [] }
  } catch (error) {
    const reason = measureFailure(error)
    if (reason === null) throw error
    const fellBack = [`layer metadata: ${reason.replace(/^layer metadata: /, '')}`]
    return { reading: await readExport(images, world), measuredBy: 'export', fellBack }
  }
}
