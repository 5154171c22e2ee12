import type { Sizes } from './sizes.ts'

/**
 * What an entry of a layer is. `impliedDirectory` stands for a directory that the tar implies and does not
 * list; `outerLink` for a hard link to a file that a lower layer brought; `whiteout` and `opaque` for the
 * marks that hide what lower layers have at, or below, a path.
 */
export const kind = {
  directory: 1,
  impliedDirectory: 2,
  file: 3,
  symlink: 4,
  other: 5,
  outerLink: 6,
  whiteout: 7,
  opaque: 8,
} as const

/** One of the numbers of `kind`. */
export type Kind = (typeof kind)[keyof typeof kind]

/**
 * How the checksum of a file's content was had: tar-split notes CRC-64 (ISO), of which the lower 32 bits are kept;
 * whoever reads the content itself takes CRC-32. Only equal kinds can be compared.
 */
export type ChecksumKind = 'crc64' | 'crc32'

/**
 * One layer, read: entries 0 to `length − 1` as columns, 18 bytes each. What belongs to an inode (`sizes`,
 * `attributes`, `targets`, `checksums`) stands at the entry that `inodes` names: the first of its hard links.
 */
export interface LayerTable {
  /**
   * Bytes that the layer adds: regular files once per inode, however many hard links, plus the length of
   * symlink targets. Directories, devices, pipes and whiteouts are 0. It is what the classic store counts on
   * disk (moby `daemon/internal/directory`, `overlay2` `ApplyDiff`).
   */
  readonly size: number
  /** Σ of the sizes that the tar's headers declare: what BuildKit writes down on the classic store. */
  readonly declaredSize: number
  readonly length: number
  /** Node in the path tree; −1 where a later entry of the same tar replaced this one. */
  readonly paths: Int32Array
  readonly inodes: Int32Array
  readonly sizes: Sizes
  /** Kind in the upper 4, permission bits in the lower 12 bits: see `kindOf` and `modeOf`. */
  readonly attributes: Uint16Array<ArrayBuffer>
  /** Of a symlink the number of its target in the tree's names; of an outer link the target's node; of a file not defined. */
  readonly targets: Int32Array
  /**
   * Of a regular file the checksum of its content, 0 for an empty one; of everything else not defined. One array
   * with `targets`, as no entry has both.
   */
  readonly checksums: Int32Array
  readonly checksumKind: ChecksumKind
}

/** The kind of an entry, of its inode for a hard link. */
export function kindOf(layer: LayerTable, entry: number): Kind {
  return ((layer.attributes[layer.inodes[entry] as number] as number) >> 12) as Kind
}

/** Kind and permission bits as `attributes` has them. */
export function attributesOf(what: Kind, mode: number): number {
  return (what << 12) | (mode & 0o7777)
}

/** The permission bits of an entry. */
export function modeOf(layer: LayerTable, entry: number): number {
  return (layer.attributes[layer.inodes[entry] as number] as number) & 0o7777
}

/** The bytes of an entry's inode. */
export function sizeOf(layer: LayerTable, entry: number): number {
  return layer.sizes[layer.inodes[entry] as number] as number
}

/** True for `attributes` of what only says something of lower layers: an outer link, a whiteout or an opaque mark. */
export function isMarkOrOuterLink(attributes: number): boolean {
  return attributes >> 12 >= kind.outerLink
}
