import type { ImageDetails } from '../effects/docker/docker.ts'
import type { ImageConfig } from './image-config.ts'
import type { LayerTable } from './layer-table.ts'

/** An image whose layers are to be read: its ID and its layers' diffIDs, lowest first, from the engine. */
export interface WantedImage {
  readonly id: string
  readonly diffIds: readonly string[]
}

/** The same with what tells which image of an index it is. */
export type StoredWantedImage = Pick<
  ImageDetails,
  'id' | 'diffIds' | 'descriptorDigest' | 'os' | 'architecture' | 'variant'
>

/** What a rung of the ladder read, for all images that it was asked for. */
export interface Reading {
  /** By diffID; every layer of every wanted image is there. */
  readonly layers: ReadonlyMap<string, LayerTable>
  /** By image ID; null when the configuration was not found. */
  readonly configs: ReadonlyMap<string, ImageConfig | null>
  /** By chain ID, the name of the store's directory that holds the unpacked layer; empty when not known. */
  readonly unpacked: ReadonlyMap<string, string>
  /** By image ID, Σ bytes of the layers as a registry would store them; absent where those were not at hand. */
  readonly downloads: ReadonlyMap<string, number>
  /** By diffID, contents of files that owners may need, by entry of the layer's table; absent where none were kept. */
  readonly contents: ReadonlyMap<string, ReadonlyMap<number, string>>
}
