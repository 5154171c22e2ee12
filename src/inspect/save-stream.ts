import type { Readable } from 'node:stream'
import { collect } from './collect.ts'
import { digestOf, largestConfig, parseJson } from './image-config.ts'
import { layerBlob } from './layer-blob.ts'
import type { WantedContents } from './layer-content.ts'
import type { LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'
import { type ContentSink, readTar } from './read-tar.ts'
import { sniff } from './sniff.ts'
import type { TarEntry } from './tar-entry.ts'

/** Everything in a docker-save stream that describes images, by what its own bytes prove. */
export interface SavedParts {
  /** By diffID, computed from the uncompressed bytes. */
  readonly layers: ReadonlyMap<string, LayerTable>
  /** By diffID, what was wanted of the layer's contents, by entry. */
  readonly contents: ReadonlyMap<string, ReadonlyMap<number, string>>
  /** By digest of the bytes: configurations, manifests and indexes. */
  readonly documents: ReadonlyMap<string, unknown>
}

/** How such a stream is read: the tree of all paths, layers that need not be read, what to keep of the others. */
export interface SaveStreamWorld {
  readonly tree: PathTree
  readonly known: ReadonlyMap<string, LayerTable>
  readonly wanted: WantedContents
}

/**
 * Reads a docker-save stream of any engine while it streams: `ID/layer.tar` and `HEX.json` (before Docker 25),
 * `blobs/sha256/HEX` (since, and OCI layouts), `HEX.tar` (Podman), in any order; links and repeats need no care, as
 * layers are known by their content. A layer whose name is a `known` diffID is passed over. Nothing is written to disk
 * and no layer is held.
 *
 * Rejects with a `MeasureError` for a truncated or malformed stream.
 */
export async function readSaveStream(
  stream: Readable,
  { tree, known, wanted }: SaveStreamWorld,
): Promise<SavedParts> {
  const layers = new Map<string, LayerTable>()
  const contents = new Map<string, ReadonlyMap<number, string>>()
  const documents = new Map<string, unknown>()
  const layer = (): ContentSink =>
    layerBlob(tree, wanted, (read) => {
      layers.set(read.diffId, read.table)
      contents.set(read.diffId, read.contents)
    })
  const document = ({ size }: TarEntry): ContentSink | null =>
    size > largestConfig
      ? null
      : collect('a JSON document', largestConfig, (content) =>
          documents.set(digestOf(content), parseJson(content)),
        )
  const open = (entry: TarEntry): ContentSink | null => {
    if (entry.type !== 'file') return null
    if (/^[0-9a-f]{64}\.json$/.test(entry.name)) return document(entry)
    if (/^[0-9a-f]{64}\/layer\.tar$/.test(entry.name)) return layer()
    const [, hex] = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.tar)?$/.exec(entry.name) ?? []
    if (hex === undefined || known.has(`sha256:${hex}`)) return null
    return sniff(512, (start) => (isJson(start) ? document(entry) : layer()))
  }
  await readTar(stream, open)
  return { layers, contents, documents }
}

// A tar has NULs in its first block (its first name has at most 100 bytes), compressed data its magic number.
function isJson(start: Buffer): boolean {
  return start[0] === 0x7b && !start.includes(0)
}
