/** A pair of layers. `before` and `after` are indices into the image's layers; `delta` in bytes. */
export interface AlignedLayer {
  readonly state: 'same' | 'changed' | 'added' | 'removed' | 'moved' | 'rebuilt'
  readonly before: number | null
  readonly after: number | null
  readonly delta: number
}

/** Differences after − before, in bytes; `percent` of the before size, null when that is 0. */
export interface Delta {
  readonly size: number
  readonly percent: number | null
  readonly live: number
  readonly wasted: number
  readonly base: number | null
  readonly own: number | null
  readonly fileCount: number
}

/** How two images differ; the layers' deltas add up to `delta.size`. */
export interface ImageDiff {
  readonly change: 'changed' | 'unchanged'
  readonly delta: Delta
  readonly layers: readonly AlignedLayer[]
}
