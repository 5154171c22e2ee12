import { type ContentStore, contentDirectories, openContentStore } from './content-store.ts'
import type { LayerMetadataWorld } from './layer-metadata.ts'
import { MeasureError, measureFailure } from './measure-error.ts'
import type { Descriptor } from './oci/descriptor.ts'

/** Opens the same content store once more: requests to two of them run side by side. */
export type OpenAnother = () => Promise<ContentStore>

/**
 * Opens the first of the known content stores that is there and holds a document of an image, and closes it after
 * use. Rejects with a `MeasureError` that has the reasons when there is none.
 */
export async function withContentStore<T>(
  { id, holds }: { readonly id: string; readonly holds: Descriptor },
  world: Pick<LayerMetadataWorld, 'docker' | 'engine' | 'mark' | 'signal'>,
  use: (first: ContentStore, another: OpenAnother) => Promise<T>,
): Promise<T> {
  const reasons: string[] = []
  for (const directory of contentDirectories(world.engine.rootDir)) {
    const open: OpenAnother = () => openContentStore(directory, id, world)
    const store = await openHolding(holds, open).catch((error: unknown) => {
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

async function openHolding(document: Descriptor, open: OpenAnother): Promise<ContentStore> {
  const store = await open()
  try {
    await store.document(document)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}
