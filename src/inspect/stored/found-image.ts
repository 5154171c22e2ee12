import type { ReadLayer } from '../layer-content.ts'
import type { StoredImage } from '../oci/resolve-image.ts'

/** An image that no engine has, found where it lies and described. */
export interface FoundImage {
  readonly measuredBy: 'archive' | 'registry'
  readonly image: StoredImage
  /** Layers that were read on the way to it, by diffID; those that are missing are opened by `image.layers`. */
  readonly layers: ReadonlyMap<string, ReadLayer>
}
