/** News of one step (a vertex of BuildKit's graph). Times in ms since the epoch; an empty `error` is none. */
export interface VertexUpdate {
  readonly id: string
  readonly name: string
  readonly cached: boolean
  readonly started: number | null
  readonly completed: number | null
  readonly error: string
}

/** What a builder reports at one moment, whichever way it came. */
export interface BuildUpdate {
  readonly vertexes: readonly VertexUpdate[]
  /** Output of steps, in pieces that may end anywhere, even within a character. */
  readonly logs: readonly { readonly id: string; readonly data: Uint8Array }[]
  /** The builder's own lines, outside any step. */
  readonly messages: readonly string[]
  /** Why the build failed as a whole. */
  readonly error: string | null
}

/** An update without any news. */
export const noUpdate: BuildUpdate = { vertexes: [], logs: [], messages: [], error: null }
