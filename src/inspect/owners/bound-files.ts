import type { EngineInfo } from '../../effects/docker/docker.ts'
import type { LayerTable } from '../layer-table.ts'
import { unpackedDirectory } from '../layerdb.ts'
import { MeasureError } from '../measure-error.ts'
import type { DatabaseSource } from './read-databases.ts'

/** Where wanted files of several images lie on the engine's machine, and what to bind to reach all of them. */
export interface BoundFiles {
  /** By image ID and node of a wanted file, its path on the engine's machine, as raw bytes. */
  readonly places: ReadonlyMap<string, ReadonlyMap<number, string>>
  /** Files, and directories that hold several of them, with how many; each once, however many images share it. */
  readonly binds: ReadonlyMap<string, number>
}

/**
 * Finds wanted files in the directories where the classic store keeps each layer unpacked. Throws a
 * `MeasureError` when the store has none or they lie in too many places.
 */
export function boundFiles(sources: readonly DatabaseSource[], engine: EngineInfo): BoundFiles {
  if (engine.store !== 'classic' || engine.driver !== 'overlay2') {
    throw new MeasureError('the engine does not keep its layers unpacked as overlay2 does')
  }
  const places = new Map(sources.map((source) => [source.imageId, placesOf(source, engine)]))
  const files = new Set([...places.values()].flatMap((byNode) => [...byNode.values()]))
  const counts = new Map<string, number>()
  for (const file of files) counts.set(parentOf(file), (counts.get(parentOf(file)) ?? 0) + 1)
  const holdsSeveral = (file: string): boolean => (counts.get(parentOf(file)) ?? 0) > 1
  const binds = new Set([...files].map((file) => (holdsSeveral(file) ? parentOf(file) : file)))
  const outermost = [...binds].filter((path) => !isInside(path, binds))
  if (outermost.length > mostBinds) throw new MeasureError(`${outermost.length} places are too many to bind`)
  return { places, binds: new Map(outermost.map((bind) => [bind, counts.get(bind) ?? 1])) }
}

const mostBinds = 2000

// A file's path in the layer that brought it; the final file system may know it by another hard link.
function placesOf({ stacked, wanted, unpacked }: DatabaseSource, engine: EngineInfo): Map<number, string> {
  return new Map(
    wanted.map(({ node }): [number, string] => {
      const index = stacked.owners[node] as number
      const layer = stacked.layers[index] as LayerTable
      const name = unpacked[index] ?? null
      const own = layer.paths[stacked.entries[node] as number] as number
      if (name === null || own < 0) throw new MeasureError('a layer that is not known to be unpacked')
      return [node, `${unpackedDirectory(engine, name)}${stacked.tree.path(own)}`]
    }),
  )
}

function isInside(path: string, binds: ReadonlySet<string>): boolean {
  for (let at = parentOf(path); at !== ''; at = parentOf(at)) if (binds.has(at)) return true
  return false
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
