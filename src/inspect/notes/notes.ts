import type { Stacked } from '../stack.ts'
import { type Duplicates, duplicatesOf } from './duplicates.ts'
import { type LargeFile, largestFiles } from './largest-files.ts'
import { type PlaceBytes, placesOf } from './places.ts'

/** What of an image's live bytes somebody may want to get rid of. Plain data, every list bounded. */
export interface Notes extends Duplicates {
  readonly largest: readonly LargeFile[]
  readonly places: readonly PlaceBytes[]
}

/** What is worth a note in the layers from `ownFrom` on; those below come from the base image. */
export function notesOf(stacked: Stacked, ownFrom: number): Notes {
  const { files } = stacked
  return {
    ...duplicatesOf(stacked, files.large, ownFrom),
    largest: largestFiles(stacked, files.largest, ownFrom),
    places: placesOf(stacked, files.all, ownFrom),
  }
}
