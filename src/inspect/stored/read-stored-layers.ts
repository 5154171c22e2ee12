import { abortable } from '../../effects/abortable.ts'
import type { ReadLayer, WantedContents } from '../layer-content.ts'
import { MeasureError, measureFailure } from '../measure-error.ts'
import type { StoredLayer } from '../oci/resolve-image.ts'
import type { PathTree } from '../path-tree.ts'
import { storedLayer } from '../stored-layer.ts'
import { plainDigest } from '../stream-digest.ts'
import type { FoundImage } from './found-image.ts'
import { sideBySide } from './side-by-side.ts'

/**
 * Reads the layers of found images, each once, by diffID, several at a time. Every layer is proved by its own bytes:
 * digest and length as stored, diffID of what they hold.
 *
 * Rejects with a `MeasureError` that names the layer where one is not what it should be or cannot be had, and with
 * the signal's reason.
 */
export async function readStoredLayers(
  images: readonly FoundImage[],
  wanted: WantedContents,
  { tree, signal }: { readonly tree: PathTree; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, ReadLayer>> {
  const read = new Map(images.flatMap(({ layers }) => [...layers]))
  const missing = new Map<string, { readonly layer: StoredLayer; readonly index: number }>()
  for (const { image } of images) {
    for (const [index, layer] of image.layers.entries()) {
      if (!read.has(layer.diffId) && !missing.has(layer.diffId)) missing.set(layer.diffId, { layer, index })
    }
  }
  const layers = await sideBySide([...missing.values()], mostAtOnce, signal, ({ layer, index }, stop) =>
    readNamed(layer, index, { tree, wanted, signal: stop }),
  )
  for (const layer of layers) read.set(layer.diffId, layer)
  return read
}

/** Enough to hide a registry's answering time and to unpack on two processors. */
const mostAtOnce = 3

/** How one layer is read. */
export interface LayerReading {
  readonly tree: PathTree
  readonly wanted: WantedContents
  readonly signal: AbortSignal
}

/** Reads one layer, see `readStoredLayers`. */
export async function readStoredLayer(
  layer: StoredLayer,
  { tree, wanted, signal }: LayerReading,
): Promise<ReadLayer> {
  const read: ReadLayer[] = []
  const sink = storedLayer(layer, { tree, wanted, openDigest: plainDigest }, (done) => read.push(done))
  const stream = await abortable(layer.open(), signal)
  try {
    for await (const chunk of stream) await sink.write(chunk)
    await sink.end()
  } catch (error) {
    sink.abort()
    throw error
  }
  const [only] = read
  if (!only) throw new MeasureError('the layer gave nothing')
  return only
}

async function readNamed(layer: StoredLayer, index: number, reading: LayerReading): Promise<ReadLayer> {
  try {
    return await readStoredLayer(layer, reading)
  } catch (error) {
    reading.signal.throwIfAborted()
    const reason = measureFailure(error)
    if (reason === null) throw error
    throw new MeasureError(`layer ${index + 1} (${layer.diffId.slice(0, 19)}): ${reason}`, error)
  }
}
