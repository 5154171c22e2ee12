import { type ContentStore, contentDirectories, openContentStore } from './content-store.ts'
import { startDigestThreads } from './digest-threads.ts'
import type { LayerMetadataWorld } from './layer-metadata.ts'
import type { LayerTable } from './layer-table.ts'
import { MeasureError, measureFailure } from './measure-error.ts'
import type { Descriptor } from './oci/descriptor.ts'
import { resolveImage, type StoredImage, type StoredLayer } from './oci/resolve-image.ts'
import type { Reading, StoredWantedImage } from './reading.ts'
import { storedLayer } from './stored-layer.ts'
import { plainDigest } from './stream-digest.ts'

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
  const nothing = { layers: new Map(), configs: new Map(), unpacked: new Map(), downloads: new Map() }
  if (!top) return nothing
  return withStore(top, world, async (first, another) => {
    const stored = await Promise.all(images.map((image) => resolve(image, first)))
    const layers = await readBlobs(
      stored.flatMap((image) => image.layers),
      { first, another },
      world,
    )
    return {
      layers,
      configs: new Map(images.map(({ id }, index) => [id, stored[index]?.config ?? null])),
      unpacked: new Map(),
      downloads: new Map(images.map(({ id }, index) => [id, (stored[index] as StoredImage).download])),
    }
  })
}

/** Opens the same content store once more: requests to two of them run side by side. */
type Another = () => Promise<ContentStore>

// The first of the known directories that is there and holds the image.
async function withStore<T>(
  image: StoredWantedImage,
  world: LayerMetadataWorld,
  use: (first: ContentStore, another: Another) => Promise<T>,
): Promise<T> {
  const reasons: string[] = []
  for (const directory of contentDirectories(world.engine.rootDir)) {
    const open: Another = () => openContentStore(directory, image.id, world)
    const store = await openHolding(image, open).catch((error: unknown) => {
      world.signal.throwIfAborted()
      const reason = measureFailure(error)
      if (reason === null) throw error
      reasons.push(reason)
      return null
    })
    if (!store) continue
    try {
      return await use(store, open)
    } finally {
      await store.close()
    }
  }
  throw new MeasureError([...new Set(reasons)].join('; '))
}

async function openHolding(image: StoredWantedImage, open: Another): Promise<ContentStore> {
  const store = await open()
  try {
    await store.document(rootOf(image))
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

async function resolve(image: StoredWantedImage, store: ContentStore): Promise<StoredImage> {
  const { os, architecture, variant } = image
  const platform = `${os}/${architecture}`
  // An index may leave a variant out that the image itself names.
  const stored = await resolveImage(
    rootOf(image),
    store,
    variant ? `${platform}/${variant}` : platform,
  ).catch((error: unknown) => {
    if (!variant || !(error instanceof MeasureError)) throw error
    return resolveImage(rootOf(image), store, platform)
  })
  if (stored.config.diffIds.join() === image.diffIds.join()) return stored
  throw new MeasureError(`the configuration of ${image.id} has other layers than the engine says`)
}

// Of the root only the digest is known.
function rootOf({ id, descriptorDigest }: StoredWantedImage): Descriptor {
  return { mediaType: '', digest: descriptorDigest ?? id, size: 0, platform: null, reference: null }
}

/** For fewer bytes a second container and threads would take longer to make than they save. */
const worthTwo = 50_000_000

async function readBlobs(
  stored: readonly StoredLayer[],
  { first, another }: { first: ContentStore; another: Another },
  { tree, known }: LayerMetadataWorld,
): Promise<Map<string, LayerTable>> {
  const layers = new Map([...stored].map(({ diffId }) => [diffId, known.get(diffId) ?? null] as const))
  const wanted = new Map(stored.filter(({ diffId }) => !layers.get(diffId)).map((one) => [one.diffId, one]))
  // The largest last: the end is taken first.
  const queue = [...wanted.values()].sort((one, other) => one.blob.size - other.blob.size)
  const bytes = queue.reduce((sum, { blob }) => sum + blob.size, 0)
  const threads = bytes < worthTwo ? null : startDigestThreads(2)
  const openDigest = threads?.open ?? plainDigest
  const read = async (store: ContentStore): Promise<void> => {
    for (let layer = queue.pop(); layer; layer = queue.pop()) {
      const { blob, diffId } = layer
      const keep = (table: LayerTable): unknown => layers.set(diffId, table)
      await store.read(blob.digest, storedLayer(layer, { tree, openDigest }, keep))
    }
  }
  const readBeside = async (): Promise<void> => {
    if (queue.length < 2 || bytes < worthTwo) return
    const store = await another()
    await read(store).finally(() => store.close())
  }
  const lanes = [read(first), readBeside()]
  // When one fails the other has nothing more to do, but a container to remove.
  for (const lane of lanes) lane.catch(() => queue.splice(0))
  await Promise.allSettled(lanes)
  await threads?.close()
  await Promise.all(lanes)
  return complete(layers)
}

function complete(layers: ReadonlyMap<string, LayerTable | null>): Map<string, LayerTable> {
  return new Map(
    [...layers].map(([diffId, table]) => {
      if (!table) throw new MeasureError(`the content store gave nothing for layer ${diffId}`)
      return [diffId, table]
    }),
  )
}
