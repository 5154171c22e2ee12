import { integers, release } from './columns.ts'

/** Regular files of the final file system by their nodes, in ascending order: of an inode the first of its names. */
export interface LiveFiles {
  /** Those that have bytes. */
  readonly all: Int32Array
  /** Those of `worthANote` bytes and more. */
  readonly large: Int32Array
  /** Those of `worthAName` bytes and more. */
  readonly largest: Int32Array
}

/** Files with fewer bytes are named nowhere by themselves. */
export const worthANote = 4096

/** Files with so many bytes may be named because of them alone. */
export const worthAName = 1_000_000

/** Room for the files of so many nodes; only what is written to costs memory. */
export function roomForFiles(count: number): LiveFiles {
  return { all: integers(count), large: integers(count), largest: integers(count) }
}

/** The first of the places that were filled. */
export function filledFiles(
  { all, large, largest }: LiveFiles,
  { count, largeCount, largestCount }: { count: number; largeCount: number; largestCount: number },
): LiveFiles {
  return {
    all: all.subarray(0, count),
    large: large.subarray(0, largeCount),
    largest: largest.subarray(0, largestCount),
  }
}

/** Gives their memory back; nobody may use them any more. */
export function releaseFiles({ all, large, largest }: LiveFiles): void {
  for (const files of [all, large, largest]) release(files)
}
