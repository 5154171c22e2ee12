import { createHash } from 'node:crypto'
import { compressionOf, decompress } from './decompress.ts'
import { KeptContents } from './kept-contents.ts'
import { largestLayer, type ReadLayer, type WantedContents } from './layer-blob.ts'
import { LayerReader } from './layer-reader.ts'
import { MeasureError } from './measure-error.ts'
import type { StoredBlob } from './oci/resolve-image.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'

/** A layer by what its manifest and its configuration say of it. */
export interface ExpectedLayer {
  readonly blob: StoredBlob
  readonly diffId: string
}

/**
 * A sink for the bytes of a layer as stored, plain or compressed, that hands on its table and what of its contents is
 * `wanted`. Rejects with a `MeasureError` when they have another digest or length than the manifest says, or their
 * uncompressed tar another than the configuration, or more than `largestLayer` bytes.
 */
export function storedLayer(
  { blob, diffId }: ExpectedLayer,
  reading: { readonly tree: PathTree; readonly wanted: WantedContents | null },
  done: (layer: ReadLayer) => void,
): ContentSink {
  const stored = digester(blob.size)
  return sniff(longestMagic, (start) => {
    const compression = compressionOf(start)
    // A plain tar is read and hashed once: it is what is stored.
    const tar = compression === 'none' ? stored : digester(largestLayer)
    const target = tarReader(diffId, tar, reading, (layer) => {
      stored.expect(blob.digest, blob.size)
      done({ ...layer, compressed: compression !== 'none' })
    })
    if (compression === 'none') return { ...target, abort: () => {} }
    const content = decompress(compression, target)
    return {
      ...content,
      write(chunk) {
        stored.add(chunk)
        return content.write(chunk)
      },
    }
  })
}

const longestMagic = 4

function tarReader(
  diffId: string,
  tar: Digester,
  { tree, wanted }: { readonly tree: PathTree; readonly wanted: WantedContents | null },
  done: (layer: Omit<ReadLayer, 'compressed'>) => void,
): { write(chunk: Buffer): void; end(): void } {
  const kept = wanted && new KeptContents(wanted.wants, wanted.budget)
  const reader = new LayerReader(tree, kept)
  return {
    write(chunk) {
      tar.add(chunk)
      reader.write(chunk)
    },
    end() {
      tar.expect(diffId, null)
      done({ diffId, table: reader.finish(), contents: kept?.contents ?? new Map() })
    },
  }
}

interface Digester {
  /** Throws a `MeasureError` for more bytes than are allowed. */
  add(chunk: Buffer): void
  /** Throws a `MeasureError` when what was added has another digest, or another length, where they are given. */
  expect(digest: string | null, size: number | null): void
}

function digester(most: number): Digester {
  const hash = createHash('sha256')
  let length = 0
  let digest: string | null = null
  return {
    add(chunk) {
      length += chunk.length
      if (length > most) throw new MeasureError(`a layer of more than ${most} bytes`)
      hash.update(chunk)
    },
    expect(wanted, size) {
      if (size !== null && size !== length) {
        throw new MeasureError(`the layer is stored with ${length} bytes, its descriptor says ${size}`)
      }
      digest ??= `sha256:${hash.digest('hex')}`
      if (wanted !== null && digest !== wanted) {
        throw new MeasureError(`the bytes of layer ${wanted} have the digest ${digest}`)
      }
    },
  }
}
