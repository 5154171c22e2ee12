import { integers, release } from './columns.ts'

/** Regular files of the final file system by their nodes, in ascending order: of an inode the first of its names. */
export interface LiveFiles {
  /** Those that have bytes. */
  readonly all: Int32Array
  /** Those of `worthANote` bytes and more. */
  readonly large: Int32Array
}

/** Files with fewer bytes are named nowhere by themselves. */
export const worthANote = 4096

/** Room for the files of so many nodes; only what is written to costs memory. */
export function roomForFiles(count: number): LiveFiles {
  return { all: integers(count), large: integers(count) }
}

/** The first of the places that were filled. */
export function filledFiles({ all, large }: LiveFiles, count: number, largeCount: number): LiveFiles {
  return { all: all.subarray(0, count), large: large.subarray(0, largeCount) }
}

/** Gives their memory back; nobody may use them any more. */
export function releaseFiles({ all, large }: LiveFiles): void {
  release(all)
  release(large)
}
