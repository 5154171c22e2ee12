import { once } from 'node:events'
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { eachChunk } from '../effects/each-chunk.ts'
import { givingBack } from './giving-back.ts'
import { MeasureError } from './measure-error.ts'
import type { ContentSink } from './read-tar.ts'

/** The compressions that a layer may have (OCI image-spec, layer.md). */
export type Compression = 'none' | 'gzip' | 'zstd'

/** How content is compressed, by its first bytes (RFC 1952, RFC 8878). */
export function compressionOf(start: Buffer): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip'
  return start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none'
}

/**
 * A sink that decompresses what it gets and hands it on in chunks of at most 1 MiB, of which the target must keep none;
 * memory stays bounded, as `write` resolves when there is room again. Rejects with zlib's error for damaged or truncated content, with what
 * the target throws, and with a `MeasureError` for zstd where this Node has none.
 */
export function decompress(
  compression: Exclude<Compression, 'none'>,
  target: { write(chunk: Buffer): void | Promise<void>; end(): void | Promise<void> },
): ContentSink {
  const stream = decompressor(compression)
  const handOn = givingBack((chunk) => target.write(chunk))
  // In a turn of its own: zlib goes on in its thread once it has handed a chunk on.
  const done = eachChunk(stream, async (chunk) => {
    await null
    await handOn(chunk)
  })
  // Reported by the next `write` or by `end`.
  done.catch(() => {})
  // Used again once zlib is done with one: the bytes of a chunk are there only while it is written.
  const free: Buffer[] = []
  let batch: Buffer = Buffer.allocUnsafeSlow(batchSize)
  let length = 0
  const flush = (): boolean => {
    const full = batch
    const hasRoom = stream.write(full.subarray(0, length), () => free.push(full))
    batch = free.pop() ?? Buffer.allocUnsafeSlow(batchSize)
    length = 0
    return hasRoom
  }
  return {
    write(chunk) {
      let hasRoom = true
      for (let at = 0; at < chunk.length; ) {
        const taken = chunk.copy(batch, length, at)
        length += taken
        at += taken
        if (length === batchSize) hasRoom = flush()
      }
      return hasRoom ? undefined : Promise.race([once(stream, 'drain').then(() => {}), done])
    },
    async end() {
      if (length > 0) flush()
      stream.end()
      await done
      await target.end()
    },
    abort: () => {
      stream.destroy()
    },
  }
}

// Each write is a task for another thread: small ones cost more to hand over than to decompress.
const batchSize = 256 * 1024
// Larger chunks than the default make gunzip faster by half.
const chunkSize = 1024 * 1024

/** A stream that decompresses. Throws a `MeasureError` for zstd where this Node has none. */
export function decompressor(compression: Exclude<Compression, 'none'>): Transform {
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize })
  if (typeof zlib.createZstdDecompress !== 'function') {
    throw new MeasureError('a layer is compressed with zstd, which needs Node 22.15 or newer')
  }
  return zlib.createZstdDecompress({ chunkSize })
}
