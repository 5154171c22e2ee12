import type { ContainerMount, Docker, EngineInfo } from '../effects/docker/docker.ts'
import type { RunMark } from '../effects/mark.ts'
import { abortable } from './abortable.ts'
import type { LayerTable } from './layer-table.ts'
import { chainIds, configFile, hexOf, layerDirectory } from './layerdb.ts'
import { MeasureError } from './measure-error.ts'
import { MetadataFiles } from './metadata-files.ts'
import { neverStarted } from './never-started.ts'
import type { PathTree } from './path-tree.ts'
import { readTar } from './read-tar.ts'
import type { Reading, WantedImage } from './reading.ts'

/** What reading layer metadata needs of the world. */
export interface LayerMetadataWorld {
  readonly docker: Docker
  readonly engine: EngineInfo
  readonly mark: RunMark
  readonly tree: PathTree
  /** Layers that need not be read, by diffID. */
  readonly known: ReadonlyMap<string, LayerTable>
  readonly signal: AbortSignal
}

/**
 * Reads the layers of images from the classic store's own metadata: one container that is never started, with
 * the needed directories of the store bound read-only below one path, and one archive request for that path.
 * Milliseconds and a few megabytes, however large the images are. Each layer is checked against its diffID
 * and the size that the engine wrote down; each configuration against the image's ID.
 *
 * Rejects with a `MeasureError` or `EngineError` where that does not work; another way must then be taken.
 */
export async function readLayerMetadata(
  images: readonly WantedImage[],
  world: LayerMetadataWorld,
): Promise<Reading> {
  const { docker, engine, mark, tree, signal } = world
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
  const parent = `image-size-guard-${mark.run}`
  const id = await docker.containers.create(neverStarted(top.id, mountsFor(images, engine, parent), mark))
  try {
    const files = new MetadataFiles(images, tree)
    const archive = await abortable(docker.containers.getArchive(id, `/${parent}`), signal)
    await readTar(archive, (entry) => files.open(entry))
    return files.finish()
  } finally {
    await docker.containers.remove(id)
  }
}

// `layer-HEX` is named by chain ID, `config-HEX` by image ID; each once.
function mountsFor(images: readonly WantedImage[], engine: EngineInfo, parent: string): ContainerMount[] {
  const chains = new Set(images.flatMap(({ diffIds }) => chainIds(diffIds)))
  const bind = (source: string, name: string): ContainerMount => ({
    type: 'bind',
    source,
    target: `/${parent}/${name}`,
    readOnly: true,
  })
  return [
    ...[...chains].map((chain) => bind(layerDirectory(engine, chain), `layer-${hexOf(chain)}`)),
    ...images.map(({ id }) => bind(configFile(engine, id), `config-${hexOf(id)}`)),
  ]
}
