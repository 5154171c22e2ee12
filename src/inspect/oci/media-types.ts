import { MeasureError } from '../measure-error.ts'

/** True for an index of manifests, OCI's or Docker's. */
export function isIndex(mediaType: string): boolean {
  return indexes.has(mediaType)
}

/** True for the manifest of one image, OCI's or Docker's. */
export function isManifest(mediaType: string): boolean {
  return manifests.has(mediaType)
}

const indexes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
])
const manifests = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
])

/** True for a layer that its owner does not let others hand on: its bytes may lie elsewhere only. */
export function isForeign(mediaType: string): boolean {
  return /\.(?:nondistributable|foreign)\./.test(mediaType)
}

/**
 * Throws a `MeasureError` for a layer that is no tar, plain or compressed with gzip or zstd (OCI image-spec,
 * media-types.md): one that is encrypted, one that only lies elsewhere, one of a type that is not known.
 */
export function refuseUnreadable(mediaType: string): void {
  if (layers.has(mediaType)) return
  if (mediaType.endsWith('+encrypted')) throw new MeasureError(`a layer is encrypted (${mediaType})`)
  throw new MeasureError(`a layer has the media type ${mediaType || '(none)'}, which cannot be read`)
}

// A foreign layer is read like any other where the bytes are there; whoever fetches says when they are not.
const layers = new Set(
  ['', '+gzip', '+zstd'].flatMap((suffix) => [
    `application/vnd.oci.image.layer.v1.tar${suffix}`,
    `application/vnd.oci.image.layer.nondistributable.v1.tar${suffix}`,
  ]),
)
  .add('application/vnd.docker.image.rootfs.diff.tar')
  .add('application/vnd.docker.image.rootfs.diff.tar.gzip')
  .add('application/vnd.docker.image.rootfs.diff.tar.zstd')
  .add('application/vnd.docker.image.rootfs.foreign.diff.tar')
  .add('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip')
