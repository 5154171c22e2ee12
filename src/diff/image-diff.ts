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

/** Whose bytes a cause is: an owner with its versions, or `wasted` for all that later layers hide. */
export interface CauseOwner {
  readonly kind: OwnerKind | 'wasted'
  readonly manager: string | null
  readonly name: string
  readonly version: { readonly before: string | null; readonly after: string | null }
}

/** One reason for the difference in size, with all that came or went because of it; `delta` in bytes. */
export interface Cause {
  readonly owner: CauseOwner
  /** Whether the owner came, went, or is on both sides. */
  readonly change: 'added' | 'removed' | 'changed'
  /** Packages that came or went with it, the largest first. */
  readonly pulledIn: readonly string[]
  /** How many of them it does not need: they are recommended, or asked for by an extra. */
  readonly recommended: number
  /** The image whose layer brought most of the bytes: that of `layer`, `file` and `line`. */
  readonly side: 'before' | 'after'
  /** Index into the layers of that image; null where no layer can be named. */
  readonly layer: number | null
  /** Null where the line is not known, and for a layer of the base image. */
  readonly file: string | null
  readonly line: number | null
  readonly delta: number
}

/** Causes that are not named: their sum in bytes, and their number. */
export interface CausesRest {
  readonly delta: number
  readonly count: number
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

/**
 * What became of the base image. `moved`: the same text in FROM names another content, so that the bytes are not
 * from this change. `replaced`: FROM names another image. `unknown` and a `delta` of null have a `problem`.
 */
export interface BaseDiff {
  readonly change: 'same' | 'moved' | 'replaced' | 'unknown'
  readonly before: { readonly reference: string; readonly digest: string | null } | null
  readonly after: { readonly reference: string; readonly digest: string | null } | null
  readonly delta: number | null
  readonly problem: string | null
}

/** How two images differ; the layers' deltas add up to `delta.size`, and so do the lines'. */
export interface ImageDiff {
  readonly change: 'changed' | 'unchanged'
  readonly delta: Delta
  /** The base image's own part of the difference. */
  readonly base: BaseDiff
  readonly layers: readonly AlignedLayer[]
  /** By line of the Dockerfile. */
  readonly lines: readonly LineDiff[]
  /** The deltas add up to `delta.live`; null where the owners of a side are not known. */
  readonly owners: readonly OwnerDelta[] | null
  readonly ownersProblem: string | null
  /** The causes with the largest differences; with `causesRest` they add up to `delta.size`. Null as `owners` is. */
  readonly causes: readonly Cause[] | null
  readonly causesRest: CausesRest | null
}
