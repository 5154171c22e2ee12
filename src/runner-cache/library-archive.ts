import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pack } from 'tar-stream'
import { createLayerCache, largestEntry } from '../effects/layer-cache.ts'
import { collect } from '../inspect/collect.ts'
import { readTar } from '../inspect/read-tar.ts'
import { connection } from './connection.ts'

const entryName = /^([0-9a-f]{64})\.layer$/

/**
 * Stands for the unpacking of the library, which lets `tar` write wherever the archive says: whoever can put
 * something into the repository's cache could write any file of the runner. Here only entries of layers are
 * taken, under their own names, into the one directory; what they hold is checked when it is used. Rejects with a
 * `MeasureError` for what is no tar.
 */
export async function extractTar(archivePath: string): Promise<void> {
  const { directory, log } = connection()
  const cache = createLayerCache(directory, (problem) => log.warning(problem))
  await readTar(createReadStream(archivePath), ({ type, name, size }) => {
    const hex = entryName.exec(basename(name))?.[1]
    if (type !== 'file' || hex === undefined || size > largestEntry) return null
    let entry: Buffer = Buffer.alloc(0)
    const sink = collect('an entry of the cache', largestEntry, (bytes) => {
      entry = bytes
    })
    return {
      ...sink,
      async end() {
        await sink.end()
        await cache.write(`sha256:${hex}`, entry)
      },
    }
  })
}

/**
 * Stands for the packing of the library. A plain tar, whatever compression the library names: the entries are
 * compressed already, and nothing can unpack to more than was fetched.
 */
export async function createTar(folder: string, _sources: unknown, compressionMethod: string): Promise<void> {
  const { directory } = connection()
  const archive = join(folder, compressionMethod === 'gzip' ? 'cache.tgz' : 'cache.tzst')
  const tar = pack()
  const written = pipeline(tar, createWriteStream(archive, { mode: 0o600 }))
  for (const name of (await readdir(directory)).filter((one) => entryName.test(one)).sort()) {
    const path = join(directory, name)
    if ((await lstat(path)).isFile())
      tar.entry({ name, mode: 0o600, mtime: new Date(0) }, await readFile(path))
  }
  tar.finalize()
  await written
}

/** Only asked for when the library debugs, which it does not here. */
export async function listTar(): Promise<void> {}
