import { digestOf, isRecord, parseImageConfig, parseJson } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'
import { mostLayers, type StoredImage, type StoredLayer } from '../oci/resolve-image.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { chooseImage } from './choose-image.ts'
import type { ArchivedWish } from './find-archived.ts'

/**
 * The image of a docker-save archive by its `manifest.json` (moby image/spec/v1.2.md, "Combined Image JSON +
 * Filesystem Changeset Format"). It names files and no digests of stored layers: what a layer is, its diffID proves.
 * Rejects as `findArchived` does.
 */
export async function savedImage(
  manifest: readonly unknown[],
  files: ArchiveFiles,
  { name }: Pick<ArchivedWish, 'name'>,
): Promise<StoredImage> {
  const image = chooseImage(manifest.map(entryOf), name)
  const content = await files.read(image.config)
  if (content === null) throw new MeasureError(`the archive lacks the configuration ${image.config}`)
  const configDigest = digestOf(content)
  const [, hex = null] = /([0-9a-f]{64})(?:\.json)?$/.exec(image.config) ?? []
  if (hex !== null && configDigest !== `sha256:${hex}`) {
    throw new MeasureError(`the configuration ${image.config} has another digest than its name says`)
  }
  const document = parseJson(content)
  const config = parseImageConfig(document)
  if (!config || !isRecord(document)) throw new MeasureError(`${image.config} is no image configuration`)
  if (config.diffIds.length !== image.layers.length) {
    throw new MeasureError(
      `manifest.json has ${image.layers.length} layers, the configuration ${config.diffIds.length}`,
    )
  }
  const layers: StoredLayer[] = []
  for (const [index, file] of image.layers.entries()) {
    layers.push(await layerOf(file, config.diffIds[index] as string, files))
  }
  const download = layers.reduce((sum, { blob }) => sum + blob.size, 0)
  return { digest: null, configDigest, config, document, layers, download }
}

interface SavedEntry {
  readonly names: readonly string[]
  readonly config: string
  readonly layers: readonly string[]
}

function entryOf(value: unknown): SavedEntry {
  if (!isRecord(value) || typeof value.Config !== 'string' || !isNames(value.Layers ?? [])) {
    throw new MeasureError('manifest.json lists something that is no image')
  }
  const layers = (value.Layers ?? []) as readonly string[]
  if (layers.length > mostLayers) throw new MeasureError(`an image of more than ${mostLayers} layers`)
  const tags = isNames(value.RepoTags) ? value.RepoTags : []
  return { names: [...tags, value.Config], config: value.Config, layers }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

async function layerOf(file: string, diffId: string, files: ArchiveFiles): Promise<StoredLayer> {
  const size = await files.size(file)
  if (size === null) throw new MeasureError(`the archive lacks the layer ${file}`)
  const [, hex = null] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(file) ?? []
  const digest = hex === null ? null : `sha256:${hex}`
  return { diffId, blob: { mediaType: '', digest, size }, open: () => files.open(file) }
}
