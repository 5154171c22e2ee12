import type { FileHandle } from 'node:fs/promises'
import { MeasureError } from '../measure-error.ts'
import { compareChecksum, isZeroBlock } from '../tar-block.ts'
import type { TarEntry } from '../tar-entry.ts'
import { TarHeaders } from '../tar-headers.ts'
import { archiveName, linkedName } from './archive-name.ts'

/** Where the content of a file lies in a tar, in bytes. */
export interface TarPlace {
  readonly offset: number
  readonly size: number
}

/** What a tar file holds, by name. `links`: of a link the name that it leads to. */
export interface TarIndex {
  readonly files: ReadonlyMap<string, TarPlace>
  readonly links: ReadonlyMap<string, string>
}

/** Entries of an archive of images: a few for each layer. */
export const mostEntries = 100_000

/**
 * Reads the headers of a tar file and passes over all contents, so that a large archive takes as long as a small
 * one. A later entry replaces an earlier one of the same name. Rejects with a `MeasureError` for a file that is no
 * tar, is truncated or has more than `mostEntries` entries.
 */
export async function indexTar(file: FileHandle, length: number): Promise<TarIndex> {
  const files = new Map<string, TarPlace>()
  const links = new Map<string, string>()
  const current: { entry: TarEntry | null } = { entry: null }
  const headers = new TarHeaders({
    entry: (entry) => {
      current.entry = entry
    },
  })
  const block = Buffer.alloc(512)
  let entries = 0
  for (let at = 0; at < length && !headers.isEnded; ) {
    const { bytesRead } = await file.read(block, 0, 512, at)
    if (at === 0) checkStart(block, bytesRead)
    headers.write(block.subarray(0, bytesRead))
    at += 512
    if (!current.entry) continue
    if (++entries > mostEntries) throw new MeasureError(`the archive has more than ${mostEntries} entries`)
    const size = headers.remaining
    if (at + size > length)
      throw new MeasureError(`the archive is truncated inside ${current.entry.name.slice(0, 100)}`)
    note(current.entry, { offset: at, size }, files, links)
    current.entry = null
    headers.skip(size)
    headers.write(block.fill(0).subarray(0, -size & 511))
    at += size + (-size & 511)
  }
  headers.end('required')
  return { files, links }
}

function checkStart(block: Buffer, length: number): void {
  if (length < 512 || isZeroBlock(block, 0)) return
  try {
    compareChecksum(block, 0)
  } catch (error) {
    if (!(error instanceof MeasureError) || !error.message.includes('checksum')) return
    throw new MeasureError('the archive is no tar, plain or compressed with gzip or zstd', error)
  }
}

function note(
  { type, name: written, linkName }: TarEntry,
  place: TarPlace,
  files: Map<string, TarPlace>,
  links: Map<string, string>,
): void {
  const name = archiveName(written)
  files.delete(name)
  links.delete(name)
  if (type === 'file') files.set(name, place)
  if (type === 'symlink' || type === 'hardlink') links.set(name, linkedName(name, linkName, type))
}
