import { compressionOf, decompress } from './decompress.ts'
import { LayerReader } from './layer-reader.ts'
import type { LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import type { StoredLayer } from './oci/resolve-image.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'
import type { StreamDigest } from './stream-digest.ts'

/** What reading a layer as stored takes: the tree of all paths, and what computes digests. */
export interface StoredLayerWorld {
  readonly tree: PathTree
  readonly openDigest: () => StreamDigest
}

/**
 * A sink for the bytes of a layer as stored, plain or compressed, that hands on its table. Rejects with a
 * `MeasureError` when they have another digest or length than the manifest says, or their uncompressed tar another
 * than the configuration. Nothing of the content stays in memory.
 */
export function storedLayer(
  layer: StoredLayer,
  { tree, openDigest }: StoredLayerWorld,
  done: (table: LayerTable) => void,
): ContentSink {
  return sniff(longestMagic, (start) => {
    const compression = compressionOf(start)
    const reader = new LayerReader(tree)
    const tar = digested(openDigest(), (chunk) => reader.write(chunk))
    const target = { write: tar.write, end: () => {} }
    const blob = compression === 'none' ? null : decompress(compression, target)
    const stored = blob ? digested(openDigest(), (chunk) => blob.write(chunk)) : tar
    return {
      write: stored.write,
      async end() {
        await blob?.end()
        await stored.expect(layer.blob.digest, layer.blob.size)
        await tar.expect(layer.diffId, null)
        done(reader.finish())
      },
      abort: () => blob?.abort(),
    }
  })
}

const longestMagic = 4

interface Digested {
  write(chunk: Buffer): void | Promise<void>
  /** Rejects when what was written has another digest, or another length where one is given. */
  expect(digest: string, size: number | null): Promise<void>
}

function digested(digest: StreamDigest, target: (chunk: Buffer) => void | Promise<void>): Digested {
  let length = 0
  let finished: Promise<string> | null = null
  return {
    write(chunk) {
      length += chunk.length
      const [added, taken] = [digest.add(chunk), target(chunk)]
      return added && taken ? Promise.all([added, taken]).then(() => {}) : (added ?? taken)
    },
    async expect(wanted, size) {
      finished ??= digest.finish()
      const found = await finished
      if (found !== wanted) throw new MeasureError(`what came for layer ${wanted} has the digest ${found}`)
      if (size !== null && size !== length)
        throw new MeasureError(`layer ${wanted} has ${length} bytes, its manifest says ${size}`)
    },
  }
}
