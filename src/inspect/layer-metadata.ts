import type { ContainerMount, Docker, EngineInfo } from '../effects/docker/docker.ts'
import type { RunMark } from '../effects/mark.ts'
import { engineTurn } from './engine-turn.ts'
import { type KnownLayers, knownLayers } from './known-layers.ts'
import type { LayerTable } from './layer-table.ts'
import { chainIds, configFile, hexOf, layerDirectory } from './layerdb.ts'
import { MeasureError } from './measure-error.ts'
import { MetadataFiles, smallFiles } from './metadata-files.ts'
import { neverStarted } from './never-started.ts'
import type { PathTree } from './path-tree.ts'
import { readContainerTar } from './read-container-tar.ts'
import type { Reading, WantedImage } from './reading.ts'

/** What reading layer metadata needs of the world. */
export interface LayerMetadataWorld {
  readonly docker: Docker
  readonly engine: EngineInfo
  readonly mark: RunMark
  readonly tree: PathTree
  readonly known: KnownLayers
  readonly signal: AbortSignal
}

/**
 * Reads the layers of images from the classic store's own metadata: one container that is never started, with
 * the needed directories of the store bound read-only below one path, and one archive request for that path.
 * Milliseconds and a few megabytes, however large the images are. Each layer is checked against its diffID
 * and the size that the engine wrote down; each configuration against the image's ID. Of layers that are known
 * only what they are checked by is read; one that does not fit is read whole.
 *
 * Rejects with a `MeasureError` or `EngineError` where that does not work; another way must then be taken.
 */
export async function readLayerMetadata(
  images: readonly WantedImage[],
  world: LayerMetadataWorld,
): Promise<Reading> {
  const { engine } = world
  if (engine.store !== 'classic')
    throw new MeasureError(`the engine's image store is ${engine.store}, not classic`)
  const top = images[0]
  if (!top)
    return {
      layers: new Map(),
      configs: new Map(),
      unpacked: new Map(),
      downloads: new Map(),
      contents: new Map(),
    }
  const { files, tables } = await readFiles(top, images, world)
  const misfits = files.misfits(world.known.diffIds, tables)
  if (misfits.size === 0) return files.finish(tables)
  const known = knownLayers(new Map([...tables].filter(([diffId]) => !misfits.has(diffId))))
  const again = await readFiles(top, images, { ...world, known })
  return again.files.finish(again.tables)
}

async function readFiles(
  top: WantedImage,
  images: readonly WantedImage[],
  { docker, engine, mark, tree, known, signal }: LayerMetadataWorld,
): Promise<{ files: MetadataFiles; tables: ReadonlyMap<string, LayerTable> }> {
  const parent = `image-size-guard-${mark.run}`
  const mounts = mountsFor(images, known.diffIds, engine, parent)
  const id = await docker.containers.create(neverStarted(top.id, mounts, mark))
  try {
    const files = new MetadataFiles(images, tree)
    const place = { id, path: `/${parent}` }
    const read = readContainerTar({ docker, signal }, place, (entry) => files.open(entry))
    // Once the request is on its way.
    const decoded = engineTurn().then(() => known.tables())
    const [, tables] = await Promise.all([read, decoded])
    return { files, tables }
  } finally {
    await docker.containers.remove(id)
  }
}

// `layer-HEX` is named by chain ID, `config-HEX` by image ID; each once. Of a known layer only the small files.
function mountsFor(
  images: readonly WantedImage[],
  known: ReadonlySet<string>,
  engine: EngineInfo,
  parent: string,
): ContainerMount[] {
  const chains = new Map(
    images.flatMap(({ diffIds }) =>
      chainIds(diffIds).map((chain, at) => [chain, diffIds[at] ?? ''] as const),
    ),
  )
  const bind = (source: string, name: string): ContainerMount => ({
    type: 'bind',
    source,
    target: `/${parent}/${name}`,
    readOnly: true,
  })
  return [
    ...[...chains].flatMap(([chain, diffId]) => {
      const [source, name] = [layerDirectory(engine, chain), `layer-${hexOf(chain)}`]
      if (!known.has(diffId)) return [bind(source, name)]
      return smallFiles.map((file) => bind(`${source}/${file}`, `${name}/${file}`))
    }),
    ...images.map(({ id }) => bind(configFile(engine, id), `config-${hexOf(id)}`)),
  ]
}
