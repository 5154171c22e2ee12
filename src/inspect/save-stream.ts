import type { Readable } from 'node:stream'
import { collect } from './collect.ts'
import { digestOf, largestConfig, parseJson } from './image-config.ts'
import { layerBlob } from './layer-blob.ts'
import type { LayerTable } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'
import { type ContentSink, readTar } from './read-tar.ts'
import { sniff } from './sniff.ts'
import type { TarEntry } from './tar-entry.ts'

/** Everything in a docker-save stream that describes images, by what its own bytes prove. */
export interface SavedParts {
  /** By diffID, computed from the uncompressed bytes. */
  readonly layers: ReadonlyMap<string, LayerTable>
  /** By digest of the bytes: configurations, manifests and indexes. */
  readonly documents: ReadonlyMap<string, unknown>
}

/**
 * Reads a docker-save stream of any engine while it streams: `ID/layer.tar` and `HEX.json` (before Docker 25),
 * `blobs/sha256/HEX` (since, and OCI layouts), in any order; links and repeats need no care, as layers are
 * known by their content. Nothing is written to disk and no layer is held.
 *
 * Rejects with a `MeasureError` for a truncated or malformed stream.
 */
export async function readSaveStream(stream: Readable, tree: PathTree): Promise<SavedParts> {
  const layers = new Map<string, LayerTable>()
  const documents = new Map<string, unknown>()
  const layer = (): ContentSink => layerBlob(tree, null, ({ diffId, table }) => layers.set(diffId, table))
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
    if (!/^blobs\/sha256\/[0-9a-f]{64}$/.test(entry.name)) return null
    return sniff(512, (start) => (isJson(start) ? document(entry) : layer()))
  }
  await readTar(stream, open)
  return { layers, documents }
}

// A tar has NULs in its first block (its first name has at most 100 bytes), compressed data its magic number.
function isJson(start: Buffer): boolean {
  return start[0] === 0x7b && !start.includes(0)
}
