import { compressionOf, decompress } from './decompress.ts'
import { type Budget, KeptContents, type Wants } from './kept-contents.ts'
import { LayerReader } from './layer-reader.ts'
import type { LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import type { StoredBlob } from './oci/resolve-image.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import { sniff } from './sniff.ts'
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

/** How layers are read: the tree of all paths, what to keep of the contents, what computes digests. */
export interface LayerBlobWorld {
  readonly tree: PathTree
  /** Null wants nothing. */
  readonly wanted: WantedContents | null
  readonly openDigest: () => StreamDigest
}

/**
 * Most bytes of one uncompressed layer that are read. An engine writes them all to its disk, so that no real layer
 * comes near; what is larger is made to keep its reader busy.
 */
export const largestLayer = 64 * 2 ** 30

/**
 * A sink that reads the tar of a layer, whatever its compression, and hands on its table together with the
 * diffID that the bytes have. Of the content only what is wanted stays in memory. Rejects with a `MeasureError`
 * for more than `largestLayer` bytes, and where the bytes as stored are not `blob`; null says nothing of those.
 */
export function layerBlob(
  world: LayerBlobWorld,
  blob: StoredBlob | null,
  done: (layer: ReadLayer) => void,
): ContentSink {
  return sniff(longestMagic, (start) => {
    const compression = compressionOf(start)
    const kept = world.wanted && new KeptContents(world.wanted.wants, world.wanted.budget)
    const reader = new LayerReader(world.tree, kept)
    const tar = digested(world.openDigest(), largestLayer, (chunk) => reader.write(chunk))
    const source = compression === 'none' ? null : decompress(compression, { ...tar, end: () => {} })
    const stored = source ? storedBlob(source, blob, world) : tar
    return {
      write: stored.write,
      async end() {
        await source?.end()
        if (blob) await refuseOther(stored, blob)
        const contents = kept?.contents ?? new Map<number, string>()
        const diffId = await tar.digest()
        done({ diffId, table: reader.finish(), compressed: source !== null, contents })
      },
      abort: () => source?.abort(),
    }
  })
}

const longestMagic = 4

/** What was written to it, counted and hashed on its way. */
interface Digested {
  write(chunk: Buffer): void | Promise<void>
  length(): number
  digest(): Promise<string>
}

function storedBlob(source: ContentSink, blob: StoredBlob | null, { openDigest }: LayerBlobWorld): Digested {
  const write = (chunk: Buffer): void | Promise<void> => source.write(chunk)
  // What nobody compares is not hashed.
  const needed = blob && blob.digest !== null
  return digested(needed ? openDigest() : null, blob?.size ?? Number.POSITIVE_INFINITY, write)
}

function digested(
  digest: StreamDigest | null,
  most: number,
  target: (chunk: Buffer) => void | Promise<void>,
): Digested {
  let length = 0
  let found: Promise<string> | null = null
  return {
    write(chunk) {
      length += chunk.length
      if (length > most) throw new MeasureError(`a layer of more than ${most} bytes`)
      const [added, taken] = [digest?.add(chunk), target(chunk)]
      return added && taken ? Promise.all([added, taken]).then(() => {}) : (added ?? taken)
    },
    length: () => length,
    digest: () => {
      found ??= digest?.finish() ?? Promise.resolve('')
      return found
    },
  }
}

async function refuseOther(stored: Digested, { digest, size }: StoredBlob): Promise<void> {
  if (stored.length() !== size) {
    throw new MeasureError(`the layer is stored with ${stored.length()} bytes, its descriptor says ${size}`)
  }
  if (digest !== null && (await stored.digest()) !== digest) {
    throw new MeasureError('the stored layer has another digest than its descriptor says')
  }
}
