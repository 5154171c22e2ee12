import { collect } from './collect.ts'
import { decompress } from './decompress.ts'
import { digestOf, type ImageConfig, largestConfig, parseImageConfig, parseJson } from './image-config.ts'
import { LayerReader } from './layer-reader.ts'
import type { LayerTable } from './layer-table.ts'
import { chainIds } from './layerdb.ts'
import { MeasureError } from './measure-error.ts'
import type { PathTree } from './path-tree.ts'
import type { ContentSink } from './read-tar.ts'
import type { Reading, WantedImage } from './reading.ts'
import type { TarEntry } from './tar-entry.ts'
import { TarSplitReplay } from './tar-split.ts'

/** The files of a layer that are small and say what it is. */
export const smallFiles = ['diff', 'size', 'cache-id'] as const

/** What the store's directory of one layer says. */
interface LayerFiles {
  diff: string | null
  size: string | null
  'cache-id': string | null
  table: LayerTable | undefined
}

/** Takes the files of the store as they come out of the archive, and checks them once all are there. */
export class MetadataFiles {
  readonly #images: readonly WantedImage[]
  readonly #tree: PathTree
  readonly #layers = new Map<string, LayerFiles>()
  readonly #configs = new Map<string, ImageConfig | null>()

  constructor(images: readonly WantedImage[], tree: PathTree) {
    this.#images = images
    this.#tree = tree
  }

  /** Where the content of an archive's entry goes: `PARENT/layer-CHAIN/FILE` or `PARENT/config-IMAGE`. */
  open(entry: TarEntry): ContentSink | null {
    if (entry.type !== 'file') return null
    const [, directory = '', file = ''] = entry.name.split('/')
    if (directory.startsWith('config-')) return this.#openConfig(directory.replace('config-', 'sha256:'))
    const layer = this.#layer(directory.replace('layer-', 'sha256:'))
    if (file === 'tar-split.json.gz') return this.#openTarSplit(layer)
    const small = smallFiles.find((name) => name === file)
    if (small === undefined) return null
    return collect(`layer metadata: ${file}`, 1024, (content) => {
      layer[small] = content.toString('latin1').trim()
    })
  }

  /** Of the diffIDs of layers that were thought to be known those without a table, or one of another size than the store says. */
  misfits(expected: ReadonlySet<string>, tables: ReadonlyMap<string, LayerTable>): ReadonlySet<string> {
    return new Set(
      this.#images
        .flatMap(({ diffIds }) => chainIds(diffIds).map((chain, at) => [chain, diffIds[at] ?? ''] as const))
        .filter(([chain, diffId]) => {
          const table = tables.get(diffId)
          return expected.has(diffId) && !(table && hasSize(table, this.#layer(chain).size))
        })
        .map(([, diffId]) => diffId),
    )
  }

  /**
   * All layers, each proved to be the one that was asked for and complete; `known`: the tables of those whose lists of
   * files did not come, by diffID. Throws a `MeasureError` otherwise.
   * The store's `size` is what unpacking wrote, or, for a layer that BuildKit made, the sum of the sizes that
   * the tar declares.
   */
  finish(known: ReadonlyMap<string, LayerTable>): Reading {
    const layers = new Map<string, LayerTable>()
    for (const { id, diffIds } of this.#images) {
      if (!this.#configs.has(id)) throw new MeasureError(`layer metadata: no configuration of ${id}`)
      for (const [index, chain] of chainIds(diffIds).entries()) {
        const diffId = diffIds[index] as string
        const { diff, size, table = known.get(diffId) } = this.#layer(chain)
        if (diff !== diffId) throw new MeasureError(`layer metadata: ${diff} stands where ${diffId} should`)
        if (!table) throw new MeasureError(`layer metadata: ${diffId} has no list of files`)
        if (!hasSize(table, size)) {
          throw new MeasureError(
            `layer metadata: ${diffId} lists ${table.size} bytes, the engine says ${size}`,
          )
        }
        layers.set(diffId, table)
      }
    }
    return {
      layers,
      configs: this.#configs,
      unpacked: this.#unpacked(),
      downloads: new Map(),
      contents: new Map(),
    }
  }

  #unpacked(): Map<string, string> {
    return new Map(
      [...this.#layers].flatMap(([chain, { 'cache-id': name }]): [string, string][] =>
        name !== null && /^[0-9a-z]+$/.test(name) ? [[chain, name]] : [],
      ),
    )
  }

  #openConfig(id: string): ContentSink {
    return collect('image configuration', largestConfig, (content) => {
      if (digestOf(content) !== id)
        throw new MeasureError(`layer metadata: the configuration of ${id} is another's`)
      this.#configs.set(id, parseImageConfig(parseJson(content)))
    })
  }

  #openTarSplit(layer: LayerFiles): ContentSink {
    const reader = new LayerReader(this.#tree, null)
    const replay = new TarSplitReplay(reader, this.#tree)
    return decompress('gzip', {
      write: (chunk) => replay.write(chunk),
      end: () => {
        replay.end()
        layer.table = reader.finish()
      },
    })
  }

  #layer(chainId: string): LayerFiles {
    const known = this.#layers.get(chainId) ?? { diff: null, size: null, 'cache-id': null, table: undefined }
    this.#layers.set(chainId, known)
    return known
  }
}

function hasSize({ size, declaredSize }: LayerTable, stated: string | null): boolean {
  return stated === String(size) || stated === String(declaredSize)
}
