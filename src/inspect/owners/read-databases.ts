import type { Docker } from '../../effects/docker/docker.ts'
import { containerLabels, type RunMark } from '../../effects/mark.ts'
import { abortable } from '../abortable.ts'
import { collect } from '../collect.ts'
import { type LayerTable, sizeOf } from '../layer-table.ts'
import { MeasureError } from '../measure-error.ts'
import { textOf } from '../raw-text.ts'
import { type ContentSink, readTar } from '../read-tar.ts'
import type { Stacked } from '../stack.ts'
import type { TarEntry } from '../tar-entry.ts'
import type { DatabaseFiles } from './owner.ts'
import { planRequests } from './plan-requests.ts'
import type { WantedFile } from './wanted-files.ts'

/** What reading package databases needs of the world. */
export interface DatabaseWorld {
  readonly docker: Docker
  readonly mark: RunMark
  readonly signal: AbortSignal
}

/**
 * Reads files of an image through one container that is created, never started and removed. No file, no
 * container. Rejects with a `MeasureError` when they are too large or too many, or when one does not come as
 * the file system has it, and with what the engine rejects with.
 */
export async function readDatabases(
  imageId: string,
  wanted: readonly WantedFile[],
  stacked: Stacked,
  { docker, mark, signal }: DatabaseWorld,
): Promise<DatabaseFiles> {
  const nodes = new Set(wanted.map(({ node }) => node))
  const sizes = new Map([...nodes].map((node) => [stacked.tree.path(node), sizeAt(stacked, node)]))
  refuseTooMuch(sizes)
  const { nodes: requests, estimateMs } = planRequests(stacked, nodes)
  if (estimateMs > mostMs) throw new MeasureError('the package databases lie in too many places to be read')
  const contents = new Map<string, string>()
  if (requests.length > 0) {
    const id = await createNeverStarted(imageId, docker, mark)
    try {
      const request = async (path: string): Promise<void> => {
        const archive = await abortable(docker.containers.getArchive(id, textOf(path)), signal)
        await readTar(archive, (entry) => keep(entry, path, sizes, contents))
      }
      for (const node of requests) await request(stacked.tree.path(node))
      // In the archive of a directory the second name of an inode has no content.
      for (const path of [...sizes.keys()].filter((one) => !contents.has(one))) await request(path)
    } finally {
      await docker.containers.remove(id)
    }
  }
  return new Map(wanted.map(({ path, node }) => [path, contentAt(stacked.tree.path(node), sizes, contents)]))
}

const mostBytes = 64_000_000
const mostMs = 20_000

function refuseTooMuch(sizes: ReadonlyMap<string, number>): void {
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  if (total > mostBytes) {
    throw new MeasureError(
      `the package databases have ${total} bytes, more than the ${mostBytes} that are read`,
    )
  }
}

function sizeAt({ layers, owners, entries }: Stacked, node: number): number {
  return sizeOf(layers[owners[node] as number] as LayerTable, entries[node] as number)
}

function createNeverStarted(image: string, docker: Docker, mark: RunMark): Promise<string> {
  return docker.containers.create({
    image,
    entrypoint: null,
    cmd: ['never-started'],
    env: [],
    user: null,
    workdir: null,
    network: 'none',
    mounts: [],
    memoryBytes: null,
    pids: null,
    labels: containerLabels(mark),
  })
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

function contentAt(
  path: string,
  sizes: ReadonlyMap<string, number>,
  contents: ReadonlyMap<string, string>,
): string {
  const content = contents.get(path)
  if (content?.length === sizes.get(path) && content !== undefined) return content
  throw new MeasureError(`${textOf(path)} did not come as the layers have it`)
}
