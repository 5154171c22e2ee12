/**
 * The sections of a layer's table (see `entry-file.ts` for what is around them). Whole numbers are 32 bits where
 * nothing else is said; paths and names have numbers of this layer alone:
 *
 * - `head`, six floats: entries, `size`, `declaredSize`, checksum kind (0 CRC-64, 1 CRC-32), paths, names
 * - `names`: the bytes of all names, those of paths and those of link targets, one after the other
 * - `nameLengths`: bytes of each name
 * - `parents`: of each path the number of its parent, less the one before; path 1 comes first, 0 is the root
 * - `nodeNames`: of each path the name of its last component, less the one before
 * - `paths`: of each entry its path or −1, less the one before
 * - `inodes`: of each entry its own number less the entry that holds its inode
 * - `sizes`: as in the table, 64-bit floats
 * - `attributes`: as in the table, 16 bits
 * - `extras`: of a regular file the checksum, of a symlink the name it leads to, of an outer link the path, else 0
 *
 * Differences are small where the numbers are not, so that they pack well; they wrap at 32 bits.
 */
export const layerSection = {
  head: 1,
  names: 2,
  nameLengths: 3,
  parents: 4,
  nodeNames: 5,
  paths: 6,
  inodes: 7,
  sizes: 8,
  attributes: 9,
  extras: 10,
} as const

/** The columns as they stand in the sections, differences put together again. */
export interface LocalLayer {
  readonly length: number
  readonly size: number
  readonly declaredSize: number
  readonly checksumKind: number
  readonly nodeCount: number
  readonly nameCount: number
  readonly names: Uint8Array<ArrayBuffer>
  readonly nameLengths: Int32Array<ArrayBuffer>
  readonly parents: Int32Array<ArrayBuffer>
  readonly nodeNames: Int32Array<ArrayBuffer>
  readonly paths: Int32Array<ArrayBuffer>
  readonly inodes: Int32Array<ArrayBuffer>
  readonly sizes: Float64Array<ArrayBuffer>
  readonly attributes: Uint16Array<ArrayBuffer>
  readonly extras: Int32Array<ArrayBuffer>
}
