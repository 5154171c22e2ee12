import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { abortable } from '../../effects/abortable.ts'
import { collect } from '../collect.ts'
import { type Compression, decompressor } from '../decompress.ts'
import { largestConfig } from '../image-config.ts'
import { layerBlob } from '../layer-blob.ts'
import type { ReadLayer, WantedContents } from '../layer-content.ts'
import { MeasureError } from '../measure-error.ts'
import type { PathTree } from '../path-tree.ts'
import { type ContentSink, readTar } from '../read-tar.ts'
import { sniff } from '../sniff.ts'
import type { TarEntry } from '../tar-entry.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { archiveName, followLinks, linkedName } from './archive-name.ts'
import { checkedBlob } from './checked-blob.ts'
import { readSize } from './chunk-size.ts'
import { forgiving } from './forgiving.ts'
import { mostEntries } from './tar-index.ts'

/** How the layers of a compressed archive are read on the way. */
export interface StreamReading {
  readonly tree: PathTree
  readonly wanted: WantedContents
  readonly signal: AbortSignal
}

/**
 * Reads an archive that is compressed as a whole, in one pass: documents are kept by name, every layer is read into
 * its table. Nothing is written to disk and no layer is held. What proves to be neither is noted, and is an error only
 * when it is needed.
 *
 * Rejects with a `MeasureError` for what is no whole tar, and with zlib's error for damaged compression.
 */
export async function streamedFiles(
  path: string,
  compression: Exclude<Compression, 'none'>,
  reading: StreamReading,
): Promise<ArchiveFiles> {
  const parts = new StreamedParts(reading)
  const file = createReadStream(path, { highWaterMark: readSize })
  // What fails here destroys the output too, which is read below.
  const content: Readable = pipeline(file, decompressor(compression), () => {})
  await readTar(await abortable(Promise.resolve(content), reading.signal), (entry) => parts.open(entry))
  return parts.files()
}

/** Most bytes of JSON that are kept of one archive. */
const mostDocuments = 64_000_000

class StreamedParts {
  readonly #reading: StreamReading
  readonly #sizes = new Map<string, number>()
  readonly #links = new Map<string, string>()
  readonly #documents = new Map<string, Buffer>()
  readonly #layers = new Map<string, ReadLayer>()
  readonly #problems = new Map<string, unknown>()
  #left = mostDocuments

  constructor(reading: StreamReading) {
    this.#reading = reading
  }

  open(entry: TarEntry): ContentSink | null {
    const name = archiveName(entry.name)
    if (this.#sizes.size + this.#links.size > mostEntries) {
      throw new MeasureError(`the archive has more than ${mostEntries} entries`)
    }
    const { type, linkName, size } = entry
    if (type === 'symlink' || type === 'hardlink') this.#links.set(name, linkedName(name, linkName, type))
    if (type !== 'file') return null
    this.#links.delete(name)
    this.#sizes.set(name, size)
    return sniff(512, (start) => (isDocument(start) ? this.#document(name, size) : this.#layer(name, size)))
  }

  files(): ArchiveFiles {
    const find = (name: string): string => followLinks(name, this.#links)
    return {
      size: async (name) => this.#sizes.get(find(name)) ?? null,
      read: async (name) => {
        const document = this.#documents.get(find(name))
        if (document || !this.#sizes.has(find(name))) return document ?? null
        throw new MeasureError(`${name} is no JSON document of at most ${largestConfig} bytes`)
      },
      open: async (name) => {
        throw this.#problems.get(find(name)) ?? new MeasureError(`the archive has no layer ${name} that fits`)
      },
      layers: this.#layers,
    }
  }

  #document(name: string, size: number): ContentSink | null {
    if (size > Math.min(largestConfig, this.#left)) return null
    this.#left -= size
    return collect(name, size, (content) => this.#documents.set(name, content))
  }

  #layer(name: string, size: number): ContentSink {
    const { tree, wanted } = this.#reading
    const layer = layerBlob(tree, wanted, (done) => this.#layers.set(done.diffId, done))
    const [, hex] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(name) ?? []
    const blob = { mediaType: '', digest: hex === undefined ? null : `sha256:${hex}`, size }
    return forgiving(checkedBlob(blob, layer), (problem) => this.#problems.set(name, problem))
  }
}

// A tar has NULs in its first block, compressed data its magic number.
function isDocument(start: Buffer): boolean {
  return (start[0] === 0x7b || start[0] === 0x5b) && !start.includes(0)
}
