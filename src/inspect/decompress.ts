import { once } from 'node:events'
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
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
 * A sink that decompresses what it gets and hands it on in chunks of at most 1 MiB; memory stays bounded, as
 * `write` resolves when there is room again. Rejects with zlib's error for damaged or truncated content, with what
 * the target throws, and with a `MeasureError` for zstd where this Node has none.
 */
export function decompress(
  compression: Exclude<Compression, 'none'>,
  target: { write(chunk: Buffer): void | Promise<void>; end(): void | Promise<void> },
): ContentSink {
  const stream = decompressor(compression)
  const done = handOn(stream, target)
  // Reported by the next `write` or by `end`.
  done.catch(() => {})
  // Copies, as the bytes of a chunk are there only while it is written.
  let held: Buffer[] = []
  let length = 0
  const flush = (): boolean => {
    const batch = held.length === 1 ? held[0] : Buffer.concat(held)
    held = []
    length = 0
    return stream.write(batch)
  }
  return {
    write(chunk) {
      held.push(Buffer.from(chunk))
      length += chunk.length
      if (length < batchSize || flush()) return undefined
      return Promise.race([once(stream, 'drain').then(() => {}), done])
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

async function handOn(
  stream: Transform,
  target: { write(chunk: Buffer): void | Promise<void> },
): Promise<void> {
  for await (const chunk of stream) {
    const room = target.write(chunk)
    if (room) await room
  }
}

/** A stream that decompresses. Throws a `MeasureError` for zstd where this Node has none. */
export function decompressor(compression: Exclude<Compression, 'none'>): Transform {
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize })
  if (typeof zlib.createZstdDecompress !== 'function') {
    throw new MeasureError('a layer is compressed with zstd, which needs Node 22.15 or newer')
  }
  return zlib.createZstdDecompress({ chunkSize })
}
