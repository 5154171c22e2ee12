import { compressionOf, decompress } from './decompress.ts'
import { type Digested, digested, type MostBytes } from './digested.ts'
import { type Budget, KeptContents, type Wants } from './kept-contents.ts'
import { LayerReader } from './layer-reader.ts'
import type { LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import type { StreamDigest } from './stream-digest.ts'

/** A layer as its own bytes prove it: `diffId` is the SHA-256 of the uncompressed tar. */
export interface ReadLayer {
  readonly diffId: string
  readonly table: LayerTable
  /** False where the layer is stored as a plain tar. */
  readonly compressed: boolean
  /** What was wanted of its files' contents, by entry of the table, as raw bytes. */
  readonly contents: ReadonlyMap<number, string>
}

/** Which contents of a layer's files to keep, and how many bytes of them at most. */
export interface WantedContents {
  readonly wants: Wants
  readonly budget: Budget
}

/**
 * Most bytes of one uncompressed layer that are read. An engine writes them all to its disk, so that no real layer
 * comes near; what is larger is made to keep its reader busy.
 */
export const largestLayer: MostBytes = {
  bytes: 64 * 2 ** 30,
  excess: "the layer's tar has more than 64 GiB, the most that is read of one layer",
}

/** How layers are read: the tree of all paths, what to keep of the contents, what computes digests. */
export interface LayerWorld {
  readonly tree: PathTree
  /** Null wants nothing. */
  readonly wanted: WantedContents | null
  readonly openDigest: () => StreamDigest
}

/** The tar of one layer on its way into a table. */
export interface LayerContent {
  /** Takes the uncompressed tar. */
  readonly tar: Digested
  /** Takes the compressed bytes and hands the tar on; null for a layer that is stored as a plain tar. */
  readonly source: ContentSink | null
  /** What was read, once all of it is there; `diffId` is the digest of the tar. */
  finish(diffId: string): ReadLayer
}

/** Most first bytes that tell a compression. */
export const longestMagic = 4

/**
 * Prepares the reading of a layer by its first bytes. A plain tar may have at most `mostPlain`, an uncompressed one
 * `largestLayer`; beyond that writing throws a `MeasureError`.
 */
export function layerContent(
  start: Buffer,
  { tree, wanted, openDigest }: LayerWorld,
  mostPlain: MostBytes,
): LayerContent {
  const compression = compressionOf(start)
  const kept = wanted && new KeptContents(wanted.wants, wanted.budget)
  const reader = new LayerReader(tree, kept)
  const isPlain = compression === 'none'
  const tar = digested(openDigest(), isPlain ? mostPlain : largestLayer, (chunk) => reader.write(chunk))
  return {
    tar,
    source: isPlain ? null : decompress(compression, { write: tar.write, end: () => {} }),
    finish: (diffId) => ({
      ...{ diffId, table: reader.finish(), compressed: !isPlain },
      contents: kept?.contents ?? new Map<number, string>(),
    }),
  }
}
