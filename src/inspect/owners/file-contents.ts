import type { Stacked } from '../stack.ts'
import type { DatabaseFiles } from './owner.ts'
import type { WantedFile } from './wanted-files.ts'

/** Where the contents of files of one image come from: a container of an engine, or the layers as they are stored. */
export interface FileContents {
  /**
   * The contents of all wanted files of the final file system, in one batch. Rejects with a `MeasureError` when one
   * cannot be had or is not as the layers have it.
   */
  read(image: { readonly stacked: Stacked; readonly wanted: readonly WantedFile[] }): Promise<DatabaseFiles>
}
