import type { ContainerMount } from '../../effects/docker/docker.ts'
import { collect } from '../collect.ts'
import { neverStarted } from '../never-started.ts'
import { textOf } from '../raw-text.ts'
import { readContainerTar } from '../read-container-tar.ts'
import type { Stacked } from '../stack.ts'
import { type BoundFiles, boundFiles } from './bound-files.ts'
import { mostDatabaseBytes } from './database-bounds.ts'
import type { DatabaseFiles } from './owner.ts'
import { type DatabaseSource, type DatabaseWorld, namedContents } from './read-databases.ts'
import { takeApart } from './take-apart.ts'

/**
 * Reads the package databases of several images at once from the layers that the classic store keeps
 * unpacked: two containers that are never started, with the places of half of the wanted files each bound read-only
 * below one path, and one archive request for that path. Two, because newer engines pass on an archive entry by entry
 * from one thread to another, which leaves them time for a second one.
 *
 * Rejects with a `MeasureError` or `EngineError` where that does not work; another way must then be taken.
 */
export async function readBound(
  sources: readonly DatabaseSource[],
  world: DatabaseWorld,
): Promise<Map<string, DatabaseFiles>> {
  const { places, binds } = boundFiles(sources, world.engine)
  const uses = firstUses(sources, places)
  const readings = inTwo(binds).map((half) => fetchBound(sources, half, uses, world))
  // When one fails the other is waited for: it has a container to remove.
  await Promise.allSettled(readings)
  const contents = new Map((await Promise.all(readings)).flatMap((read) => [...read]))
  return named(sources, places, contents)
}

/** By the place of a file, the first image that wants it, and the path by which. */
type Uses = ReadonlyMap<string, { readonly stacked: Stacked; readonly path: string }>

function firstUses(sources: readonly DatabaseSource[], places: BoundFiles['places']): Uses {
  const uses = sources.flatMap(({ imageId, stacked, wanted }) =>
    wanted.map(({ path, node }) => [places.get(imageId)?.get(node) ?? '', { stacked, path }] as const),
  )
  // Of equal keys the last one stays.
  return new Map(uses.reverse())
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

/** In two parts of about as many files; none is empty. */
function inTwo(binds: ReadonlyMap<string, number>): string[][] {
  const [one, other]: [string[], string[]] = [[], []]
  // How many files more than the other the first half has.
  let more = 0
  for (const [bind, files] of [...binds].sort(([, left], [, right]) => right - left)) {
    const isFirst = more <= 0
    const half = isFirst ? one : other
    half.push(bind)
    more += isFirst ? files : -files
  }
  return [one, other].filter((half) => half.length > 0)
}

async function fetchBound(
  [top]: readonly DatabaseSource[],
  binds: readonly string[],
  uses: Uses,
  { docker, mark, signal }: DatabaseWorld,
): Promise<ReadonlyMap<string, string>> {
  const parent = `image-size-guard-${mark.run}`
  const contents = new Map<string, string>()
  const mounts = binds.map((source, index): ContainerMount => {
    return { type: 'bind', source: textOf(source), target: `/${parent}/${index}`, readOnly: true }
  })
  const id = await docker.containers.create(neverStarted(top?.imageId ?? '', mounts, mark))
  try {
    await readContainerTar({ docker, signal }, { id, path: `/${parent}` }, ({ type, name }) => {
      const [, index = '', ...inside] = name.split('/')
      const place = [binds[Number(index)], ...inside].join('/')
      const use = uses.get(place)
      if (type !== 'file' || !use) return null
      return collect(textOf(place), mostDatabaseBytes, (bytes) => {
        const content = bytes.toString('latin1')
        contents.set(place, content)
        takeApart(use.path, content, use.stacked)
      })
    })
    return contents
  } finally {
    await docker.containers.remove(id)
  }
}
