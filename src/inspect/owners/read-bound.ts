import type { ContainerMount } from '../../effects/docker/docker.ts'
import { abortable } from '../abortable.ts'
import { collect } from '../collect.ts'
import { neverStarted } from '../never-started.ts'
import { textOf } from '../raw-text.ts'
import { type ContentSink, readTar } from '../read-tar.ts'
import { type BoundFiles, boundFiles } from './bound-files.ts'
import { mostDatabaseBytes } from './database-bounds.ts'
import type { DatabaseFiles } from './owner.ts'
import { type DatabaseSource, type DatabaseWorld, namedContents } from './read-databases.ts'

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
): Promise<Map<string, DatabaseFiles>> {
  const { places, binds } = boundFiles(sources, world.engine)
  const wanted = new Set([...places.values()].flatMap((byNode) => [...byNode.values()]))
  const contents = binds.length === 0 ? new Map() : await fetchBound(sources, binds, wanted, world)
  return named(sources, places, contents)
}

function named(
  sources: readonly DatabaseSource[],
  places: BoundFiles['places'],
  contents: ReadonlyMap<string, string>,
): Map<string, DatabaseFiles> {
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
): Promise<ReadonlyMap<string, string>> {
  const parent = `image-size-guard-${mark.run}`
  const contents = new Map<string, string>()
  const mounts = binds.map((source, index): ContainerMount => {
    return { type: 'bind', source: textOf(source), target: `/${parent}/${index}`, readOnly: true }
  })
  const id = await docker.containers.create(neverStarted(top?.imageId ?? '', mounts, mark))
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
    return contents
  } finally {
    await docker.containers.remove(id)
  }
}
