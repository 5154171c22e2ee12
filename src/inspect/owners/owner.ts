import type { PathList } from './each-listed.ts'
import type { Relations } from './relations.ts'

/** What a byte can belong to, in the order in which it is asked: the first that claims a file owns it. */
export type OwnerKind = 'package' | 'generated' | 'cache' | 'directory'

/** Whom bytes belong to. Kind, manager and name are its identity on both sides of a comparison. */
export interface Owner {
  readonly kind: OwnerKind
  /** Such as `dpkg`, `apk`, `python`, `node`; null for a directory. */
  readonly manager: string | null
  readonly name: string
  /** Several versions in one image stand beside each other, with commas. */
  readonly version: string | null
  /** True when somebody asked for it, false when it came along; null where that is not recorded. */
  readonly requested: boolean | null
  /** Where it lies; null for a package whose files are spread, and where there are several places. */
  readonly path: string | null
}

/** An owner with its bytes in the final file system of one image; every inode counts for one owner. */
export interface OwnerBytes extends Owner {
  readonly bytes: number
  /** Index of each layer that brought some of them, lowest first, with how many: they add up to `bytes`. */
  readonly layers: readonly LayerShare[]
}

/** An index into `Image.layers`, and bytes that the layer brought; never 0. */
export type LayerShare = readonly [layer: number, bytes: number]

/** The files of package databases that are there, by absolute path; contents and paths are raw bytes. */
export type DatabaseFiles = ReadonlyMap<string, string>

/** What a package database says that a package holds. Paths are absolute raw bytes and need not exist. */
export interface PackageFiles {
  readonly owner: Owner
  readonly files: readonly string[]
  /** More of its files, as the list that the database has of them; absent for none. */
  readonly list?: PathList
  /** Directories that the package holds with all below them. */
  readonly trees: readonly string[]
  /** What it says about other packages; null when it is no longer installed, absent where nobody asks for it. */
  readonly relations?: Relations | null
}
