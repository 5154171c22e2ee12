import { createHash } from 'node:crypto'
import { compressionOf, decompress } from './decompress.ts'
import { LayerReader } from './layer-reader.ts'
import type { LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'

/** A layer as its own bytes prove it: `diffId` is the SHA-256 of the uncompressed tar. */
export interface ReadLayer {
  readonly diffId: string
  readonly table: LayerTable
}

/**
 * A sink that reads the tar of a layer, whatever its compression, and hands on its table together with the
 * diffID that the bytes have. Nothing of the content stays in memory.
 */
export function layerBlob(tree: PathTree, done: (layer: ReadLayer) => void): ContentSink {
  const target = hashedLayer(tree, done)
  return sniff(longestMagic, (start) => {
    const compression = compressionOf(start)
    return compression === 'none' ? { ...target, abort: () => {} } : decompress(compression, target)
  })
}

const longestMagic = 4

function hashedLayer(
  tree: PathTree,
  done: (layer: ReadLayer) => void,
): { write(chunk: Buffer): void; end(): void } {
  const hash = createHash('sha256')
  const reader = new LayerReader(tree)
  return {
    write(chunk) {
      hash.update(chunk)
      reader.write(chunk)
    },
    end() {
      done({ diffId: `sha256:${hash.digest('hex')}`, table: reader.finish() })
    },
  }
}
