import { open, stat } from 'node:fs/promises'
import { compressionOf } from '../decompress.ts'
import { MeasureError } from '../measure-error.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { directoryFiles } from './directory-files.ts'
import { type StreamReading, streamedFiles } from './streamed-files.ts'
import { tarFiles } from './tar-files.ts'

/**
 * Opens an archive of images: a directory, a tar, or a tar that is compressed as a whole with gzip or zstd, which is
 * read in one pass. Rejects with a `MeasureError` for anything else, and with what the file system reports.
 */
export async function openArchive(path: string, reading: StreamReading): Promise<ArchiveFiles> {
  if ((await stat(path)).isDirectory()) return directoryFiles(path)
  const start = await firstBytes(path)
  const foreign = magics.find(({ magic }) => start.toString('latin1').startsWith(magic))
  if (foreign)
    throw new MeasureError(`the archive is ${foreign.what}; a tar is read plain or with gzip or zstd`)
  const compression = compressionOf(start)
  return compression === 'none' ? tarFiles(path) : streamedFiles(path, compression, reading)
}

const magics = [
  { magic: '\xfd7zXZ\0', what: 'compressed with xz' },
  { magic: 'BZh', what: 'compressed with bzip2' },
  { magic: 'PK\x03\x04', what: 'a ZIP file' },
]

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
