import { once } from 'node:events'
import { PassThrough, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
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
 * `write` resolves when there is room again. Rejects with zlib's error for damaged or truncated content, and
 * with a `MeasureError` for zstd where this Node has none.
 */
export function decompress(
  compression: Exclude<Compression, 'none'>,
  target: { write(chunk: Buffer): void; end(): void },
): ContentSink {
  const source = new PassThrough()
  const done = pipeline(source, decompressor(compression), async (output: AsyncIterable<Buffer>) => {
    for await (const chunk of output) target.write(chunk)
  })
  // Reported by the next `write` or by `end`.
  done.catch(() => {})
  return {
    async write(chunk) {
      if (!source.write(chunk)) await Promise.race([once(source, 'drain'), done])
    },
    async end() {
      source.end()
      await done
      target.end()
    },
    abort: () => {
      source.destroy()
    },
  }
}

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
