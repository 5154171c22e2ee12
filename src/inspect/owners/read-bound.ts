import { containerLabels } from '../../effects/mark.ts'
import { abortable } from '../abortable.ts'
import { collect } from '../collect.ts'
import { textOf } from '../raw-text.ts'
import { type ContentSink, readTar } from '../read-tar.ts'
import { type BoundFiles, boundFiles } from './bound-files.ts'
import { mostDatabaseBytes } from './database-bounds.ts'
import type { DatabaseFiles } from './owner.ts'
import { type DatabaseSource, type DatabaseWorld, namedContents } from './read-databases.ts'

/** What was read, by image ID, and the removal of the container that it was read from, which nobody has waited for. */
export interface BoundReading {
  readonly files: ReadonlyMap<string, DatabaseFiles>
  readonly removed: Promise<void>
}

/**
 * Reads the package databases of several images at once from the layers that the classic store keeps
 * unpacked: one container that is never started, with the places of all wanted files bound read-only below
 * one path, and one archive request for that path.
 *
 * Rejects with a `MeasureError` or `EngineError` where that does not work; another way must then be taken.
 */
export async function readBound(
  sources: readonly DatabaseSource[],
  world: DatabaseWorld,
): Promise<BoundReading> {
  const { places, binds } = boundFiles(sources, world.engine)
  const wanted = new Set([...places.values()].flatMap((byNode) => [...byNode.values()]))
  if (binds.length === 0) return { files: named(sources, places, new Map()), removed: Promise.resolve() }
  const { contents, removed } = await fetchBound(sources, binds, wanted, world)
  try {
    return { files: named(sources, places, contents), removed }
  } catch (error) {
    await removed
    throw error
  }
}

function named(
  sources: readonly DatabaseSource[],
  places: BoundFiles['places'],
  contents: ReadonlyMap<string, string>,
): BoundReading['files'] {
  return new Map(
    sources.map((source) => {
      const byNode = places.get(source.imageId)
      const contentOf = (node: number): string | undefined => contents.get(byNode?.get(node) ?? '')
      return [source.imageId, namedContents(source, contentOf)]
    }),
  )
}

async function fetchBound(
  [top]: readonly DatabaseSource[],
  binds: readonly string[],
  wanted: ReadonlySet<string>,
  { docker, mark, signal }: DatabaseWorld,
): Promise<{ contents: ReadonlyMap<string, string>; removed: Promise<void> }> {
  const parent = `image-size-guard-${mark.run}`
  const contents = new Map<string, string>()
  const id = await docker.containers.create({
    image: top?.imageId ?? '',
    entrypoint: null,
    cmd: ['never-started'],
    env: [],
    user: null,
    workdir: null,
    network: 'none',
    mounts: binds.map((source, index) => ({
      type: 'bind',
      source: textOf(source),
      target: `/${parent}/${index}`,
      readOnly: true,
    })),
    memoryBytes: null,
    pids: null,
    labels: containerLabels(mark),
  })
  try {
    const archive = await abortable(docker.containers.getArchive(id, `/${parent}`), signal)
    await readTar(archive, ({ type, name }): ContentSink | null => {
      const [, index = '', ...inside] = name.split('/')
      const path = [binds[Number(index)], ...inside].join('/')
      if (type !== 'file' || !wanted.has(path)) return null
      return collect(textOf(path), mostDatabaseBytes, (content) =>
        contents.set(path, content.toString('latin1')),
      )
    })
  } catch (error) {
    await docker.containers.remove(id)
    throw error
  }
  const removed = docker.containers.remove(id)
  // Whoever waits gets the error; until then it must not end the process.
  removed.catch(() => {})
  return { contents, removed }
}
