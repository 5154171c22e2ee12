import { createHash } from 'node:crypto'
import { compressionOf, decompress } from './decompress.ts'
import { type Budget, KeptContents, type Wants } from './kept-contents.ts'
import { LayerReader } from './layer-reader.ts'
import type { LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'

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
export const largestLayer = 64 * 2 ** 30

/**
 * A sink that reads the tar of a layer, whatever its compression, and hands on its table together with the
 * diffID that the bytes have. Of the content only what is `wanted` stays in memory; null wants nothing. Rejects with
 * a `MeasureError` for more than `largestLayer` bytes.
 */
export function layerBlob(
  tree: PathTree,
  wanted: WantedContents | null,
  done: (layer: ReadLayer) => void,
): ContentSink {
  return sniff(longestMagic, (start) => {
    const compression = compressionOf(start)
    const target = hashedLayer(tree, wanted, compression !== 'none', done)
    return compression === 'none' ? { ...target, abort: () => {} } : decompress(compression, target)
  })
}

const longestMagic = 4

function hashedLayer(
  tree: PathTree,
  wanted: WantedContents | null,
  compressed: boolean,
  done: (layer: ReadLayer) => void,
): { write(chunk: Buffer): void; end(): void } {
  const hash = createHash('sha256')
  const kept = wanted && new KeptContents(wanted.wants, wanted.budget)
  const reader = new LayerReader(tree, kept)
  let length = 0
  return {
    write(chunk) {
      length += chunk.length
      if (length > largestLayer) throw new MeasureError(`a layer of more than ${largestLayer} bytes`)
      hash.update(chunk)
      reader.write(chunk)
    },
    end() {
      const diffId = `sha256:${hash.digest('hex')}`
      done({ diffId, table: reader.finish(), compressed, contents: kept?.contents ?? new Map() })
    },
  }
}
