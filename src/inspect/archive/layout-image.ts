import { isRecord } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'
import type { BlobSource } from '../oci/blob-source.ts'
import { type Descriptor, parseDescriptor } from '../oci/descriptor.ts'
import { isForeign } from '../oci/media-types.ts'
import { choosePlatform } from '../oci/platform.ts'
import { resolveImage, type StoredImage } from '../oci/resolve-image.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { chooseImage } from './choose-image.ts'
import type { ArchivedWish } from './find-archived.ts'

/**
 * The image of an OCI layout by its `index.json`. Entries that differ only in their platform are one image. Rejects as
 * `findArchived` does; a layer that is missing or has another length than its descriptor says is a `MeasureError`.
 */
export async function layoutImage(
  index: Readonly<Record<string, unknown>>,
  files: ArchiveFiles,
  { name, platform }: ArchivedWish,
): Promise<StoredImage> {
  if (!Array.isArray(index.manifests)) throw new MeasureError('index.json has no list of manifests')
  const images = rootsOf(index.manifests)
  const { descriptors } = chooseImage(images, name)
  const root = descriptors.length === 1 ? descriptors[0] : choosePlatform(descriptors, platform)
  if (!root) throw new MeasureError('the archive holds no image')
  const image = await resolveImage(root, blobsOf(files), platform)
  for (const layer of image.layers) await checkThere(layer.blob, files)
  return image
}

interface Root {
  readonly names: readonly string[]
  readonly descriptors: readonly Descriptor[]
}

function rootsOf(manifests: readonly unknown[]): Root[] {
  const byDigest = new Map<string, { descriptor: Descriptor; names: string[] }>()
  for (const value of manifests) {
    const descriptor = parseDescriptor(value, 'a manifest of index.json')
    if (descriptor.reference !== null) continue
    const known = byDigest.get(descriptor.digest) ?? { descriptor, names: [] }
    known.names.push(...namesOf(value))
    byDigest.set(descriptor.digest, known)
  }
  const roots = [...byDigest.values()]
  const [first] = roots
  const key = (names: readonly string[]): string => [...names].sort().join()
  const oneImage = roots.every(
    ({ names, descriptor }) => descriptor.platform !== null && key(names) === key(first?.names ?? []),
  )
  if (first && oneImage)
    return [{ names: first.names, descriptors: roots.map(({ descriptor }) => descriptor) }]
  return roots.map(({ descriptor, names }) => ({
    names: [...names, descriptor.digest],
    descriptors: [descriptor],
  }))
}

// containerd writes the whole name beside the reference name, which Docker keeps to the tag.
function namesOf(manifest: unknown): string[] {
  const annotations = isRecord(manifest) && isRecord(manifest.annotations) ? manifest.annotations : {}
  const names = [annotations['io.containerd.image.name'], annotations['org.opencontainers.image.ref.name']]
  return names.filter((name) => typeof name === 'string')
}

function blobsOf(files: ArchiveFiles): BlobSource {
  return {
    async document({ digest }) {
      const content = await files.read(nameOf(digest))
      if (content === null) throw new MeasureError(`the archive lacks ${digest}`)
      return content
    },
    blob: ({ digest }) => files.open(nameOf(digest)),
  }
}

async function checkThere(
  { digest, size, mediaType }: { digest: string | null; size: number; mediaType: string },
  files: ArchiveFiles,
): Promise<void> {
  const there = await files.size(nameOf(digest ?? ''))
  if (there === size) return
  if (there !== null)
    throw new MeasureError(`the layer ${digest} has ${there} bytes, its descriptor says ${size}`)
  const why = isForeign(mediaType) ? ': it is a foreign layer, which an archive need not hold' : ''
  throw new MeasureError(`the archive lacks the layer ${digest}${why}`)
}

function nameOf(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`
}
