import type { Readable } from 'node:stream'
import type { Descriptor } from './descriptor.ts'

/**
 * A place that holds content by its digest: a registry, an OCI layout, an archive, an engine's content store.
 * Nothing that it gives is trusted: whoever reads checks digest and size.
 */
export interface BlobSource {
  /** The whole of a manifest, index or configuration, at most `largestConfig` bytes. */
  document(descriptor: Descriptor): Promise<Buffer>
  /** The bytes of a layer as stored, once, from the start. */
  blob(descriptor: Descriptor): Promise<Readable>
}
