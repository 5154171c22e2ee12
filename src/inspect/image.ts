import type { InstructionPlace } from '../build/layer-instruction.ts'
import type { DiveNumbers } from './dive-numbers.ts'
import type { Fate } from './fate.ts'
import type { Notes } from './notes/notes.ts'
import type { PackageNode } from './owners/dependency-graph.ts'
import type { OwnerBytes } from './owners/owner.ts'

/** One layer of an image. Sizes in bytes by the definition of `Image.size`; `size = live + wasted`. */
export interface Layer {
  readonly diffId: string
  readonly size: number
  readonly live: number
  readonly wasted: number
  /**
   * Equal for layers with equal content whatever the times of their files; null where that is not known, and where
   * no layer that it is compared with is as large.
   */
  readonly contentDigest: string | null
  /** The instruction that made it, from the image's history; null where the history has none. */
  readonly instruction: string | null
  /** Where the Dockerfile has that instruction; null where it cannot be known, and for the base's layers. */
  readonly place: InstructionPlace | null
  /** True when the layer comes from `FROM`. */
  readonly base: boolean
  /** True when its files were not read in this run but came from the cache of layers. */
  readonly cached: boolean
}

/** Bytes of a layer that a later one hid in one way. Layers are indices into `Image.layers`. */
export interface WastedBy {
  readonly layer: number
  readonly by: number
  readonly how: Fate
  readonly bytes: number
  /** How many files. */
  readonly count: number
  /** The largest of them, five at most. */
  readonly largest: readonly { readonly path: string; readonly size: number }[]
}

/**
 * Where the lines of the layers come from: the builder's provenance, or the Dockerfile put beside the image's
 * history, and then why the provenance did not serve.
 */
export interface LinesFrom {
  readonly source: 'provenance' | 'dockerfile'
  readonly why: string | null
}

/** What the image's configuration says about running it. */
export interface RunConfig {
  readonly env: readonly string[]
  readonly entrypoint: readonly string[] | null
  readonly cmd: readonly string[] | null
  readonly user: string
  readonly workdir: string
}

/** What the engine itself prints for the image, in bytes; `list` is what `docker images` shows. */
export interface EngineSize {
  readonly inspect: number | null
  readonly list: number | null
}

/**
 * How the bytes were read: the classic store's layer metadata, the blobs of the containerd store, a streamed
 * export, an archive, a registry, or the other side's reading.
 */
export type MeasuredBy = 'layer-metadata' | 'layer-blobs' | 'export' | 'archive' | 'registry' | 'same-image'

/**
 * An image, measured.
 *
 * `size` = Σ over layers of Σ over inodes of regular-file bytes plus symlink target lengths: what the
 * classic store's `docker images` prints. `live` is what the final file system shows; `wasted` what a
 * later layer overwrote or deleted. All in bytes.
 */
export interface Image {
  readonly id: string
  readonly digest: string | null
  readonly os: string
  readonly architecture: string
  readonly measuredBy: MeasuredBy
  /** Rungs that were tried before and why each did not serve. */
  readonly fellBack: readonly string[]
  readonly size: number
  readonly live: number
  readonly wasted: number
  /** Σ bytes of the compressed layers, which a pull of everything transfers; null where those were not at hand. */
  readonly download: number | null
  readonly fileCount: number
  readonly layers: readonly Layer[]
  readonly baseSize: number | null
  /** Null for an image that was not built here. */
  readonly linesFrom: LinesFrom | null
  readonly run: RunConfig
  /** Null for an image that no engine has. */
  readonly engineSize: EngineSize | null
  /** Whom the live bytes belong to: they add up to `live`. Null when that could not be read. */
  readonly owners: readonly OwnerBytes[] | null
  /** The installed packages with those that they brought along; null when there are no owners. */
  readonly dependencies: readonly PackageNode[] | null
  /** Why there are no owners; null when there are. */
  readonly ownersProblem: string | null
  /** The fate of all wasted bytes, the most first: they add up to `wasted`. */
  readonly wastedBy: readonly WastedBy[]
  readonly notes: Notes
}

/** What a path of the final file system is; `other` stands for devices, pipes and sockets. */
export type FileType = 'file' | 'directory' | 'symlink' | 'other'

/** One path of the final file system. `path` is absolute; a hard link is an entry of type `file`. */
export interface FileEntry {
  readonly path: string
  readonly type: FileType
  readonly size: number
  /** Permission bits, such as 0o755. */
  readonly mode: number
  readonly linkTarget: string | null
  /** Index into `Image.layers` of the layer that brought it. */
  readonly layer: number
}

/** The final file system of an image, read-only. Not plain data: too large to copy between stages. */
export interface FileTable {
  readonly count: number
  /** The entry at an absolute path, links not followed; null when there is none. */
  find(path: string): FileEntry | null
  /** Entries whose last path component satisfies the predicate, by path. */
  named(matches: (name: string) => boolean): FileEntry[]
  /** The entry that a path leads to when every link is followed inside the image; null when broken or looping. */
  resolve(path: string): FileEntry | null
}

/** A file that a lower layer brought and a later layer hid: its bytes still ship. */
export interface HiddenFile {
  readonly path: string
  readonly layer: number
  readonly size: number
}

/** What `inspect` hands on for one side. */
export interface InspectedImage {
  readonly image: Image
  readonly files: FileTable
  /** Files that some layer holds and the final file system does not, by name predicate. */
  hidden(matches: (name: string) => boolean): HiddenFile[]
  /** What dive computes of the image. */
  dive(): DiveNumbers
}
