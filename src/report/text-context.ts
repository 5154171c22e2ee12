import type { Paint } from './text-table.ts'

/** What the sections of the text have in common. */
export interface TextContext {
  readonly width: number
  readonly paint: Paint
}
