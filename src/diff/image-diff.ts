import type { OwnerKind } from '../inspect/owners/owner.ts'

/** A pair of layers. `before` and `after` are indices into the image's layers; `delta` in bytes. */
export interface AlignedLayer {
  readonly state: 'same' | 'changed' | 'added' | 'removed' | 'moved' | 'rebuilt'
  readonly before: number | null
  readonly after: number | null
  readonly delta: number
}

/**
 * An owner of live bytes on both sides, in bytes; 0 where it is not. `unchanged` is one row for all whose bytes
 * and version are the same: its `name` is their number.
 */
export interface OwnerDelta {
  readonly kind: OwnerKind | 'unchanged'
  readonly manager: string | null
  readonly name: string
  readonly version: { readonly before: string | null; readonly after: string | null }
  readonly requested: boolean | null
  readonly path: string | null
  readonly before: number
  readonly after: number
  readonly delta: number
}

/** Differences after − before, in bytes; `percent` of the before size, null when that is 0. */
export interface Delta {
  readonly size: number
  readonly percent: number | null
  readonly live: number
  readonly wasted: number
  readonly download: number | null
  readonly base: number | null
  readonly own: number | null
  readonly fileCount: number
}

/** A line of a Dockerfile on one side, and the bytes of its layer. Null where the line is not known. */
export interface LineBytes {
  readonly file: string | null
  readonly line: number | null
  readonly bytes: number
}

/** One instruction of the Dockerfile on both sides, or `base image` for all that comes from FROM. */
export interface LineDiff {
  readonly instruction: string | null
  readonly stage: string | null
  /** What its `COPY --from` names. */
  readonly copyFrom: string | null
  readonly state: 'same' | 'changed' | 'added' | 'removed'
  readonly before: LineBytes | null
  readonly after: LineBytes | null
  readonly delta: number
}

/** How two images differ; the layers' deltas add up to `delta.size`, and so do the lines'. */
export interface ImageDiff {
  readonly change: 'changed' | 'unchanged'
  readonly delta: Delta
  readonly layers: readonly AlignedLayer[]
  /** By line of the Dockerfile. */
  readonly lines: readonly LineDiff[]
  /** The deltas add up to `delta.live`; null where the owners of a side are not known. */
  readonly owners: readonly OwnerDelta[] | null
  readonly ownersProblem: string | null
}
