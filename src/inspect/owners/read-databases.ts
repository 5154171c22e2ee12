import type { EngineAccess } from '../../config/config.ts'
import type { Docker, EngineInfo } from '../../effects/docker/docker.ts'
import type { RunMark } from '../../effects/mark.ts'
import { collect } from '../collect.ts'
import { type LayerTable, sizeOf } from '../layer-table.ts'
import { MeasureError } from '../measure-error.ts'
import { neverStarted } from '../never-started.ts'
import { textOf } from '../raw-text.ts'
import { readContainerTar } from '../read-container-tar.ts'
import type { ContentSink } from '../read-tar.ts'
import type { Stacked } from '../stack.ts'
import type { TarEntry } from '../tar-entry.ts'
import { mostDatabaseBytes, mostDatabaseFiles } from './database-bounds.ts'
import type { DatabaseFiles } from './owner.ts'
import { planRequests } from './plan-requests.ts'
import type { WantedFile } from './wanted-files.ts'

/** An image whose package databases are wanted: its final file system and where its layers are unpacked. */
export interface DatabaseSource {
  readonly imageId: string
  readonly stacked: Stacked
  readonly wanted: readonly WantedFile[]
  /** By layer, the name of the store's directory; null where it is not known. */
  readonly unpacked: readonly (string | null)[]
  /** By layer, contents that were kept while it was read, by entry; null where none were. */
  readonly kept: readonly (ReadonlyMap<number, string> | null)[]
}

/** What reading package databases needs of the world. */
export interface DatabaseWorld {
  readonly docker: Docker
  readonly engine: EngineInfo
  /** Whether the engine's own files are read through its socket. */
  readonly access: EngineAccess
  readonly mark: RunMark
  readonly signal: AbortSignal
}

/**
 * Reads the package databases of an image through one container that is created, never started and removed,
 * on every image store. No file, no container. Rejects with a `MeasureError` when they lie in too many places
 * or one does not come as the layers have it, and with what the engine rejects with.
 */
export async function readDatabases(
  source: DatabaseSource,
  { docker, mark, signal }: DatabaseWorld,
): Promise<DatabaseFiles> {
  const { stacked, wanted } = source
  const nodes = new Set(wanted.map(({ node }) => node))
  const sizes = new Map([...nodes].map((node) => [stacked.tree.path(node), sizeAt(stacked, node)]))
  const { nodes: requests, estimateMs } = planRequests(stacked, nodes)
  if (estimateMs > mostMs) throw new MeasureError('they lie in too many places')
  const contents = new Map<string, string>()
  if (requests.length > 0) {
    const id = await docker.containers.create(neverStarted(source.imageId, [], mark))
    try {
      const request = async (path: string): Promise<void> => {
        const place = { id, path: textOf(path) }
        await readContainerTar({ docker, signal }, place, (entry) => keep(entry, path, sizes, contents))
      }
      for (const node of requests) await request(stacked.tree.path(node))
      // In the archive of a directory the second name of an inode has no content.
      for (const path of [...sizes.keys()].filter((one) => !contents.has(one))) await request(path)
    } finally {
      await docker.containers.remove(id)
    }
  }
  return namedContents(source, (node) => contents.get(stacked.tree.path(node)))
}

/** Contents by the path that the database has. Throws a `MeasureError` for one that is not as the layers have it. */
export function namedContents(
  { wanted, stacked }: Pick<DatabaseSource, 'wanted' | 'stacked'>,
  contentOf: (node: number) => string | undefined,
): DatabaseFiles {
  return new Map(
    wanted.map(({ path, node }) => {
      const content = contentOf(node)
      if (content !== undefined && content.length === sizeAt(stacked, node)) return [path, content]
      throw new MeasureError(`${textOf(path)} did not come as the layers have it`)
    }),
  )
}

/** Throws a `MeasureError` when there is more than is read. */
export function refuseTooMuch({ wanted, stacked }: Pick<DatabaseSource, 'wanted' | 'stacked'>): void {
  const total = wanted.reduce((sum, { node }) => sum + sizeAt(stacked, node), 0)
  if (total > mostDatabaseBytes)
    throw new MeasureError(`they have ${total} bytes, more than the ${mostDatabaseBytes} that are read`)
  if (wanted.length > mostDatabaseFiles)
    throw new MeasureError(
      `they are ${wanted.length} files, more than the ${mostDatabaseFiles} that are read`,
    )
}

const mostMs = 20_000

/** The bytes of the file at a node of the final file system. */
export function sizeAt({ layers, owners, entries }: Stacked, node: number): number {
  return sizeOf(layers[owners[node] as number] as LayerTable, entries[node] as number)
}

// An archive names its entries from the last component of what was asked for.
function keep(
  entry: TarEntry,
  request: string,
  sizes: ReadonlyMap<string, number>,
  contents: Map<string, string>,
): ContentSink | null {
  const path = `${request.slice(0, request.lastIndexOf('/') + 1)}${entry.name}`
  const size = sizes.get(path)
  if (entry.type !== 'file' || size === undefined) return null
  return collect(textOf(path), size, (content) => contents.set(path, content.toString('latin1')))
}
