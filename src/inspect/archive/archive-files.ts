import type { Readable } from 'node:stream'
import type { ReadLayer } from '../layer-content.ts'

/**
 * The files of an archive by their names in it, such as `index.json` or `blobs/sha256/HEX`, wherever they are: in a
 * directory, at their places in a tar, or read already because the whole archive is compressed.
 */
export interface ArchiveFiles {
  /** Bytes of a file as it lies in the archive; null when there is none of that name. Links are followed. */
  size(name: string): Promise<number | null>
  /** The whole of a file of at most `largestConfig` bytes; null when there is none of that name. */
  read(name: string): Promise<Buffer | null>
  /** The bytes of a file, from the start. Rejects with a `MeasureError` where it cannot be read (again). */
  open(name: string): Promise<Readable>
  /** Layers that had to be read with the archive, by diffID. */
  readonly layers: ReadonlyMap<string, ReadLayer>
}
