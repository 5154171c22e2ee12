import type { Readable } from 'node:stream'
import { digestOf, type ImageConfig, isRecord, parseImageConfig, parseJson } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'
import type { BlobSource } from './blob-source.ts'
import { type Descriptor, parseDescriptor } from './descriptor.ts'
import { isIndex, isManifest, refuseUnreadable } from './media-types.ts'
import { choosePlatform } from './platform.ts'

/** One image as manifest and configuration describe it, before any layer is read. */
export interface StoredImage {
  /** Digest of the manifest; null where an archive has none. */
  readonly digest: string | null
  /** Digest of the configuration: the classic store's image ID. */
  readonly configDigest: string
  readonly config: ImageConfig
  /** The configuration as it is. */
  readonly document: Readonly<Record<string, unknown>>
  /** Lowest first. */
  readonly layers: readonly StoredLayer[]
  /** Σ of the layers' bytes as stored: what a pull of everything downloads. */
  readonly download: number
}

/** An image as its manifest describes it. */
export interface ManifestImage extends Omit<StoredImage, 'layers'> {
  readonly layers: readonly ManifestLayer[]
}

/** A layer as a manifest names it, and the digest that its uncompressed tar must have. */
export interface ManifestLayer {
  readonly diffId: string
  readonly blob: Descriptor
}

/** A layer as it is stored, and the digest that its uncompressed tar must have. */
export interface StoredLayer {
  readonly diffId: string
  readonly blob: StoredBlob
  /** Its bytes as stored, from the start; rejects with a `MeasureError` where they cannot be had. */
  open(): Promise<Readable>
}

/** Bytes of a layer as stored. `digest` is null where nothing says it: then the diffID alone proves them. */
export type StoredBlob = Pick<Descriptor, 'mediaType' | 'size'> & { readonly digest: string | null }

/**
 * Follows a descriptor to the manifest and configuration of one image; of an index the image for `platform`
 * (such as `linux/arm64`; null: the only one there is, else that of the machine). Every document is checked
 * against its digest.
 *
 * Rejects with a `MeasureError` for an index without such a platform (it lists those that there are), a document
 * that is not what was asked for, a layer that cannot be read, and where layers and configuration do not fit.
 */
export async function resolveImage(
  root: Descriptor,
  source: BlobSource,
  platform: string | null,
): Promise<StoredImage> {
  const image = await resolveManifest(root, source, platform)
  const layers = image.layers.map((layer) => ({ ...layer, open: () => source.blob(layer.blob) }))
  return { ...image, layers }
}

/** `resolveImage` for a place that is only asked for documents. */
export async function resolveManifest(
  root: Descriptor,
  source: Pick<BlobSource, 'document'>,
  platform: string | null,
): Promise<ManifestImage> {
  let descriptor = root
  let manifest = await readDocument(descriptor, source)
  for (let depth = 0; isIndexDocument(descriptor, manifest); depth++) {
    if (depth >= deepestIndex) throw new MeasureError('an image index leads to ever more indexes')
    descriptor = choosePlatform(manifestsOf(manifest), platform)
    manifest = await readDocument(descriptor, source)
  }
  return readManifest(descriptor, manifest, source)
}

const deepestIndex = 4
/** Docker's own limit is 127 layers; nothing that an engine runs has more. */
export const mostLayers = 1000

async function readManifest(
  descriptor: Descriptor,
  manifest: Readonly<Record<string, unknown>>,
  source: Pick<BlobSource, 'document'>,
): Promise<ManifestImage> {
  const mediaType = mediaTypeOf(descriptor, manifest)
  if (!isManifest(mediaType) || !Array.isArray(manifest.layers)) {
    throw new MeasureError(`${descriptor.digest} is no image manifest but ${mediaType || 'something else'}`)
  }
  if (manifest.layers.length > mostLayers)
    throw new MeasureError(`an image of more than ${mostLayers} layers`)
  const configDescriptor = parseDescriptor(manifest.config, 'the configuration')
  const document = await readDocument(configDescriptor, source)
  const config = parseImageConfig(document)
  if (!config) throw new MeasureError(`${configDescriptor.digest} is no image configuration`)
  const blobs = manifest.layers.map((layer) => parseDescriptor(layer, 'a layer'))
  for (const { mediaType } of blobs) refuseUnreadable(mediaType)
  if (blobs.length !== config.diffIds.length) {
    throw new MeasureError(
      `the manifest has ${blobs.length} layers, the configuration ${config.diffIds.length}`,
    )
  }
  return {
    digest: descriptor.digest,
    configDigest: configDescriptor.digest,
    config,
    document,
    layers: blobs.map((blob, index) => ({ blob, diffId: config.diffIds[index] as string })),
    download: blobs.reduce((sum, { size }) => sum + size, 0),
  }
}

async function readDocument(
  descriptor: Descriptor,
  source: Pick<BlobSource, 'document'>,
): Promise<Readonly<Record<string, unknown>>> {
  const content = await source.document(descriptor)
  if (digestOf(content) !== descriptor.digest) {
    throw new MeasureError(`what came for ${descriptor.digest} has another digest`)
  }
  const document = parseJson(content)
  if (!isRecord(document)) throw new MeasureError(`${descriptor.digest} is no JSON document`)
  return document
}

// A descriptor's type may be missing; the document's own says it then (OCI image-spec, manifest.md).
function mediaTypeOf(descriptor: Descriptor, document: Readonly<Record<string, unknown>>): string {
  if (isManifest(descriptor.mediaType) || isIndex(descriptor.mediaType)) return descriptor.mediaType
  if (typeof document.mediaType === 'string') return document.mediaType
  if (Array.isArray(document.manifests)) return 'application/vnd.oci.image.index.v1+json'
  return isRecord(document.config) ? 'application/vnd.oci.image.manifest.v1+json' : descriptor.mediaType
}

function isIndexDocument(descriptor: Descriptor, document: Readonly<Record<string, unknown>>): boolean {
  return isIndex(mediaTypeOf(descriptor, document))
}

function manifestsOf(index: Readonly<Record<string, unknown>>): Descriptor[] {
  if (!Array.isArray(index.manifests)) throw new MeasureError('an image index without manifests')
  return index.manifests.map((one) => parseDescriptor(one, 'a manifest of the index'))
}
