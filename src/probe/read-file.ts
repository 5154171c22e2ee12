import type { Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { EngineError } from '../effects/docker/docker.ts'

/**
 * The first `limit` bytes of the one regular file in an archive of the engine; null when it is a link or
 * anything else. The rest of a large file is not read. Rejects with an `EngineError` for a broken archive.
 */
export function readArchivedFile(archive: Readable, limit: number): Promise<Buffer | null> {
  const reader = extract()
  const reading = new Promise<Buffer | null>((resolve, reject) => {
    const fail = (error: Error): void => reject(new EngineError(error.message, null, error))
    const parts: Buffer[] = []
    let length = 0
    reader.on('entry', (header, entry, next) => {
      const done = (): void =>
        resolve(header.type === 'file' ? Buffer.concat(parts).subarray(0, limit) : null)
      entry.on('data', (chunk: unknown) => {
        if (!Buffer.isBuffer(chunk)) return
        parts.push(chunk)
        length += chunk.length
        if (length >= limit) done()
      })
      entry.on('end', () => {
        done()
        next()
      })
    })
    reader.on('finish', () => fail(new Error('the engine sent an empty archive')))
    reader.on('error', fail)
    archive.on('error', fail)
  })
  archive.pipe(reader)
  return reading.finally(() => archive.destroy())
}
