import type { ContentStore } from './content-store.ts'
import { withContentStore } from './find-content-store.ts'
import type { LayerMetadataWorld } from './layer-metadata.ts'
import { MeasureError } from './measure-error.ts'
import type { Descriptor } from './oci/descriptor.ts'
import { type ManifestImage, resolveManifest } from './oci/resolve-image.ts'
import { readBlobs } from './read-blobs.ts'
import type { Reading, StoredWantedImage } from './reading.ts'

/**
 * Reads the layers of images from the blobs that the containerd store keeps: manifests and configurations first,
 * then the blobs of those layers that are not known, each once. Every document and blob is checked against its
 * digest, every layer against its diffID too.
 *
 * Rejects with a `MeasureError` or `EngineError` where that does not work; another way must then be taken.
 */
export async function readLayerBlobs(
  images: readonly StoredWantedImage[],
  world: LayerMetadataWorld,
): Promise<Reading> {
  if (world.engine.store !== 'containerd')
    throw new MeasureError(`the engine's image store is ${world.engine.store}, not containerd`)
  const [top] = images
  if (!top) throw new MeasureError('no image was asked for')
  return withContentStore({ id: top.id, holds: rootOf(top) }, world, async (first, another) => {
    const found = await Promise.all(
      images.map(async (image) => [image, await resolve(image, first)] as const),
    )
    const layers = found.flatMap(([, stored]) => stored.layers)
    const read = await readBlobs(layers, { first, another }, world)
    return {
      ...read,
      configs: new Map(found.map(([{ id }, { config }]) => [id, config])),
      unpacked: new Map(),
      downloads: new Map(found.flatMap(([{ id }, stored]) => downloadOf(stored).map((bytes) => [id, bytes]))),
    }
  })
}

async function resolve(image: StoredWantedImage, store: ContentStore): Promise<ManifestImage> {
  const { os, architecture, variant } = image
  const platform = `${os}/${architecture}`
  const root = rootOf(image)
  // An index may leave a variant out that the image itself names.
  const stored = await resolveManifest(
    root,
    store,
    variant === null ? platform : `${platform}/${variant}`,
  ).catch((error: unknown) => {
    if (variant === null || !(error instanceof MeasureError)) throw error
    return resolveManifest(root, store, platform)
  })
  if (stored.config.diffIds.join() === image.diffIds.join()) return stored
  throw new MeasureError(`the configuration of ${image.id} has other layers than the engine says`)
}

// Of the root only the digest is known.
function rootOf({ id, descriptorDigest }: StoredWantedImage): Descriptor {
  return { mediaType: '', digest: descriptorDigest ?? id, size: 0, platform: null, reference: null }
}

// `docker load` stores what it gets: a plain tar is nothing that a registry would hand out.
function downloadOf({ layers, download }: ManifestImage): number[] {
  return layers.every(({ blob }) => /[+.](?:gzip|zstd)$/.test(blob.mediaType)) ? [download] : []
}
