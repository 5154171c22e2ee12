import { createHash } from 'node:crypto'
import { compressionOf, decompress } from './decompress.ts'
import { LayerReader } from './layer-reader.ts'
import type { LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import type { StoredLayer } from './oci/resolve-image.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'

/**
 * A sink for the bytes of a layer as stored, plain or compressed, that hands on its table. Rejects with a
 * `MeasureError` when they have another digest or length than the manifest says, or their uncompressed tar another
 * than the configuration. Nothing of the content stays in memory.
 */
export function storedLayer(
  { blob, diffId }: StoredLayer,
  tree: PathTree,
  done: (table: LayerTable) => void,
): ContentSink {
  return sniff(longestMagic, (start) => {
    const compression = compressionOf(start)
    const reader = new LayerReader(tree)
    if (compression === 'none') {
      const stored = digester()
      return {
        write(chunk) {
          stored.add(chunk)
          reader.write(chunk)
        },
        end() {
          stored.expect(blob.digest, blob.size)
          stored.expect(diffId, null)
          done(reader.finish())
        },
        abort: () => {},
      }
    }
    return compressedLayer({ blob, diffId }, compression, reader, done)
  })
}

const longestMagic = 4

function compressedLayer(
  { blob, diffId }: StoredLayer,
  compression: 'gzip' | 'zstd',
  reader: LayerReader,
  done: (table: LayerTable) => void,
): ContentSink {
  const stored = digester()
  const tar = digester()
  const tables: LayerTable[] = []
  const content = decompress(compression, {
    write(chunk) {
      tar.add(chunk)
      reader.write(chunk)
    },
    end() {
      tar.expect(diffId, null)
      tables.push(reader.finish())
    },
  })
  return {
    write(chunk) {
      stored.add(chunk)
      return content.write(chunk)
    },
    async end() {
      await content.end()
      stored.expect(blob.digest, blob.size)
      for (const table of tables) done(table)
    },
    abort: () => content.abort(),
  }
}

interface Digester {
  add(chunk: Buffer): void
  /** Throws a `MeasureError` when what was added has another digest, or another length where one is given. */
  expect(digest: string, size: number | null): void
}

function digester(): Digester {
  const hash = createHash('sha256')
  let length = 0
  let digest: string | null = null
  return {
    add(chunk) {
      hash.update(chunk)
      length += chunk.length
    },
    expect(wanted, size) {
      digest ??= `sha256:${hash.digest('hex')}`
      if (digest !== wanted) throw new MeasureError(`the bytes of layer ${wanted} have the digest ${digest}`)
      if (size !== null && size !== length)
        throw new MeasureError(`layer ${wanted} has ${length} bytes instead of ${size}`)
    },
  }
}
