import { kind, kindOf, type LayerTable, sizeOf } from './layer-table.ts'

/**
 * How bytes of a layer were hidden by a later one: `overwritten` by other content at the same path, or by
 * content that cannot be compared; `metadata` by the same content with another mode, owner or time;
 * `deleted` by a whiteout of the file; `directory` by a whiteout of a directory above; `opaque` by an opaque
 * directory above; `replaced` by something of another type at the path or above.
 */
export type Fate = (typeof fates)[number]

/** The fates by number. */
export const fates = ['overwritten', 'metadata', 'deleted', 'directory', 'opaque', 'replaced'] as const

/** The fate of an entry that is hidden by one at the same path. */
export function fateOf(table: LayerTable, entry: number, by: LayerTable, byEntry: number): Fate {
  const what = kindOf(table, entry)
  if (kindOf(by, byEntry) !== what) return 'replaced'
  const inode = table.inodes[entry] as number
  const byInode = by.inodes[byEntry] as number
  if (what === kind.symlink) return table.targets[inode] === by.targets[byInode] ? 'metadata' : 'overwritten'
  const same = sizeOf(table, entry) === sizeOf(by, byEntry) && haveSameChecksum(table, inode, by, byInode)
  return same ? 'metadata' : 'overwritten'
}

// Without a checksum (0) a file with content is like no other.
function haveSameChecksum(table: LayerTable, inode: number, by: LayerTable, byInode: number): boolean {
  const checksum = table.checksums[inode]
  return checksum !== 0 && checksum === by.checksums[byInode] && table.checksumKind === by.checksumKind
}
