import { compressionOf, decompress } from './decompress.ts'
import { type Digested, digested } from './digested.ts'
import { KeptContents } from './kept-contents.ts'
import { largestLayer, type ReadLayer, type WantedContents } from './layer-blob.ts'
import { LayerReader } from './layer-reader.ts'
import { MeasureError } from './measure-error.ts'
import type { StoredBlob } from './oci/resolve-image.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'
import type { StreamDigest } from './stream-digest.ts'

/** A layer by what its manifest and its configuration say of it. */
export interface ExpectedLayer {
  readonly blob: StoredBlob
  readonly diffId: string
}

/** How stored layers are read: the tree of all paths, what to keep of the contents, what computes digests. */
export interface StoredLayerWorld {
  readonly tree: PathTree
  /** Null wants nothing. */
  readonly wanted: WantedContents | null
  readonly openDigest: () => StreamDigest
}

/**
 * A sink for the bytes of a layer as stored, plain or compressed, that hands on its table and what of its contents is
 * `wanted`. Rejects with a `MeasureError` when they have another digest or length than the manifest says, or their
 * uncompressed tar another than the configuration, or more than `largestLayer` bytes.
 */
export function storedLayer(
  { blob, diffId }: ExpectedLayer,
  { tree, wanted, openDigest }: StoredLayerWorld,
  done: (layer: ReadLayer) => void,
): ContentSink {
  return sniff(longestMagic, (start) => {
    const compression = compressionOf(start)
    const kept = wanted && new KeptContents(wanted.wants, wanted.budget)
    const reader = new LayerReader(tree, kept)
    // A plain tar is read and hashed once: it is what is stored.
    const isPlain = compression === 'none'
    const tar = digested(openDigest(), isPlain ? blob.size : largestLayer, (chunk) => reader.write(chunk))
    const source = isPlain ? null : decompress(compression, { write: tar.write, end: () => {} })
    const stored = source ? digested(openDigest(), blob.size, (chunk) => source.write(chunk)) : tar
    return {
      write: stored.write,
      async end() {
        await source?.end()
        await refuseOther(stored, tar, { blob, diffId })
        const contents = kept?.contents ?? new Map<number, string>()
        done({ diffId, table: reader.finish(), compressed: !isPlain, contents })
      },
      abort: () => source?.abort(),
    }
  })
}

const longestMagic = 4

async function refuseOther(
  stored: Digested,
  tar: Digested,
  { blob: { digest, size }, diffId }: ExpectedLayer,
): Promise<void> {
  if (stored.length() !== size) {
    throw new MeasureError(`the layer is stored with ${stored.length()} bytes, its descriptor says ${size}`)
  }
  const found = await Promise.all([stored.digest(), tar.digest()])
  for (const [index, wanted] of [digest, diffId].entries()) {
    if (wanted !== null && found[index] !== wanted) {
      throw new MeasureError(`the bytes of layer ${wanted} have the digest ${found[index]}`)
    }
  }
}
