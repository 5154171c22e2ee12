import { abortable } from '../effects/abortable.ts'
import type { Docker } from '../effects/docker/docker.ts'
import { type ImageConfig, isRecord, parseImageConfig } from './image-config.ts'
import type { KnownLayers } from './known-layers.ts'
import type { LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import { mostDatabaseBytes } from './owners/database-bounds.ts'
import { maybeWanted } from './owners/maybe-wanted.ts'
import type { PathTree } from './path-tree.ts'
import type { Reading, WantedImage } from './reading.ts'
import { readSaveStream, type SavedParts } from './save-stream.ts'

/** What reading an export needs of the world. */
export interface ExportWorld {
  readonly docker: { readonly images: Pick<Docker['images'], 'export'> }
  readonly tree: PathTree
  readonly known: KnownLayers
  readonly signal: AbortSignal
}

/**
 * Reads the layers of images from one streamed export of all of them: shared layers come and are read once,
 * on every image store. Each layer is the one that the engine names, as its own bytes have that digest. The engine
 * states no size of a layer here, so that one which is known counts as it is.
 *
 * Rejects with a `MeasureError` for a truncated stream or a layer that did not come, and with what the engine
 * or the connection reports.
 */
export async function readExport(
  images: readonly WantedImage[],
  { docker, tree, known, signal }: ExportWorld,
): Promise<Reading> {
  // A checksum of another kind fits none that is taken here.
  const contentRead = new Map([...known.tables()].filter(([, { checksumKind }]) => checksumKind === 'crc32'))
  const request = docker.images.export(images.map(({ id }) => id))
  const wanted = { wants: maybeWanted, budget: { left: images.length * mostDatabaseBytes } }
  const parts = await readSaveStream(await abortable(request, signal), { tree, known: contentRead, wanted })
  const layers = new Map(
    images.flatMap(({ diffIds }) =>
      diffIds.map((diffId) => [diffId, tableOf(diffId, parts.layers.get(diffId) ?? contentRead.get(diffId))]),
    ),
  )
  const configs = new Map(images.map((image) => [image.id, findConfig(image.id, image, parts, 0)]))
  return { layers, contents: parts.contents, configs, unpacked: new Map(), downloads: new Map() }
}

function tableOf(diffId: string, table: LayerTable | undefined): LayerTable {
  if (!table) throw new MeasureError(`the export holds no layer whose content is ${diffId}`)
  return table
}

/** Index → manifest → configuration is three steps. */
const mostSteps = 3

// An image's ID is the digest of its configuration, of its manifest or of an index, depending on the store.
function findConfig(digest: string, image: WantedImage, parts: SavedParts, step: number): ImageConfig | null {
  const document = parts.documents.get(digest)
  if (!isRecord(document) || step >= mostSteps) return null
  const config = parseImageConfig(document)
  if (config) return config.diffIds.join() === image.diffIds.join() ? config : null
  const manifests = Array.isArray(document.manifests) ? document.manifests : []
  for (const next of [document.config, ...manifests]) {
    const found =
      isRecord(next) && typeof next.digest === 'string'
        ? findConfig(next.digest, image, parts, step + 1)
        : null
    if (found) return found
  }
  return null
}
