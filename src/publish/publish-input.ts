import type { World } from '../effects/world.ts'

/** The report as markdown, made to fit so many bytes of UTF-8. */
export interface Rendered {
  readonly comment: (mostBytes: number) => string
  readonly summary: (mostBytes: number) => string
}

/** What publishing needs of the outside world. */
export type PublishWorld = Pick<World, 'runner' | 'github' | 'clock'>
