import type { ContentStore } from './content-store.ts'
import { startDigestThreads } from './digest-threads.ts'
import type { OpenAnother } from './find-content-store.ts'
import type { LayerWorld, ReadLayer } from './layer-content.ts'
import type { LayerMetadataWorld } from './layer-metadata.ts'
import type { LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import type { ManifestLayer } from './oci/resolve-image.ts'
import { mostDatabaseBytes } from './owners/database-bounds.ts'
import { maybeWanted } from './owners/maybe-wanted.ts'
import type { Reading } from './reading.ts'
import { storedLayer } from './stored-layer.ts'
import { plainDigest } from './stream-digest.ts'

/** For fewer bytes a second container and threads would take longer to make than they save. */
const worthTwo = 50_000_000

/**
 * Reads the layers that are not known from a content store, each once, by two containers side by side where that is
 * worth it. Rejects with a `MeasureError` where a blob is not there or not what its manifest says.
 */
export async function readBlobs(
  stored: readonly ManifestLayer[],
  { first, another }: { readonly first: ContentStore; readonly another: OpenAnother },
  { tree, ...world }: Pick<LayerMetadataWorld, 'tree' | 'known'>,
): Promise<Pick<Reading, 'layers' | 'contents'>> {
  // A checksum of another kind fits none that is taken here.
  const known = new Map([...world.known.tables()].filter(([, { checksumKind }]) => checksumKind === 'crc32'))
  const wanted = new Map(stored.map((layer) => [layer.diffId, layer]))
  for (const diffId of known.keys()) wanted.delete(diffId)
  // The largest last, as the end is taken first.
  const queue = [...wanted.values()].sort((one, other) => one.blob.size - other.blob.size)
  const bytes = queue.reduce((sum, { blob }) => sum + blob.size, 0)
  const threads = bytes < worthTwo ? null : startDigestThreads(2)
  const contents = { wants: maybeWanted, budget: { left: 2 * mostDatabaseBytes } }
  const reading = { tree, wanted: contents, openDigest: threads?.open ?? plainDigest }
  const readBeside = async (): Promise<ReadLayer[]> => {
    const store = await another()
    return readQueue(queue, store, reading).finally(() => store.close())
  }
  const isWorthTwo = threads !== null && queue.length > 1
  const lanes = [readQueue(queue, first, reading), ...(isWorthTwo ? [readBeside()] : [])]
  // When one fails, the other ends after its layer: it has a container to remove.
  for (const lane of lanes) lane.catch(() => queue.splice(0))
  await Promise.allSettled(lanes)
  await threads?.close()
  const read = (await Promise.all(lanes)).flat()
  const tables = new Map(read.map(({ diffId, table }) => [diffId, table]))
  return {
    layers: new Map(stored.map(({ diffId }) => [diffId, tableOf(diffId, tables, known)])),
    contents: new Map(read.map((layer) => [layer.diffId, layer.contents])),
  }
}

async function readQueue(
  queue: ManifestLayer[],
  store: ContentStore,
  world: LayerWorld,
): Promise<ReadLayer[]> {
  const read: ReadLayer[] = []
  for (let layer = queue.pop(); layer; layer = queue.pop()) {
    await store.read(
      layer.blob.digest,
      storedLayer(layer, world, (done) => read.push(done)),
    )
  }
  return read
}

function tableOf(
  diffId: string,
  ...maps: readonly [ReadonlyMap<string, LayerTable>, ReadonlyMap<string, LayerTable>]
): LayerTable {
  const table = maps[0].get(diffId) ?? maps[1].get(diffId)
  if (!table) throw new MeasureError(`the content store gave nothing for layer ${diffId}`)
  return table
}
