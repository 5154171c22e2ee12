import type { BuildStep, SideError, Untracked } from '../build/built.ts'
import type { Origin } from '../config/config.ts'
import type { AlignedLayer, BaseDiff, Cause, CausesRest, LineDiff, OwnerDelta } from '../diff/image-diff.ts'
import type { EngineSize, MeasuredBy, WastedBy } from '../inspect/image.ts'
import type { OwnerBytes, OwnerKind } from '../inspect/owners/owner.ts'
import type { DiveJudgement, Finding, LimitResult, Override, Verdict } from '../judge/judgement.ts'
import type { ProbeResult } from '../probe/result.ts'

/** field → why it is null. A field that no part of the product fills yet says `not built yet`. */
export type Unknown = Readonly<Record<string, string>>

/** Totals in bytes over all images; null where a side could not be measured. */
export interface Totals {
  readonly before: number | null
  readonly after: number | null
  readonly delta: number | null
  readonly percent: number | null
  readonly unknown: Unknown
}

/** One layer as the report shows it; sizes in bytes. */
export interface ReportLayer {
  readonly diffId: string
  readonly size: number
  readonly live: number
  readonly wasted: number
  readonly instruction: string | null
  readonly file: string | null
  readonly line: number | null
  readonly stage: string | null
  readonly copyFrom: string | null
  readonly base: boolean
  readonly cached: boolean
}

/** Whom live bytes of one image belong to. */
export type ReportOwner = Omit<OwnerBytes, 'layers'>
/** A part of an image's live bytes: of one kind of owner, packages of one manager. */
export interface Composition {
  readonly kind: OwnerKind
  readonly manager: string | null
  readonly bytes: number
}

/** One side of one image as the report shows it; sizes in bytes. */
export interface ReportSide {
  readonly source: string
  readonly reference: string | null
  readonly resolvedBy: string
  readonly commit: string | null
  readonly file: string | null
  readonly context: string | null
  readonly target: string | null
  readonly platform: string | null
  readonly untracked: Untracked | null
  readonly id: string | null
  readonly digest: string | null
  readonly createdAt: string | null
  readonly measuredBy: MeasuredBy | null
  readonly fellBack: readonly string[]
  readonly cachedLayers: number | null
  readonly size: number | null
  readonly live: number | null
  readonly wasted: number | null
  /** The fates of wasted bytes, the most bytes first; 50 rows at most, so that they may add up to less. */
  readonly wastedBy: readonly WastedBy[] | null
  readonly download: number | null
  readonly fileCount: number | null
  readonly engineSize: (EngineSize & { readonly why: string }) | null
  readonly base: {
    readonly reference: string
    readonly digest: string | null
    readonly size: number | null
  } | null
  readonly layers: readonly ReportLayer[] | null
  /** The largest first, adding up to `live`; null where another side is compared: `ReportImage.owners` has both. */
  readonly owners: readonly ReportOwner[] | null
  /** The most first; they add up to `live`. Null where the owners are not known. */
  readonly composition: readonly Composition[] | null
  readonly build: {
    readonly log: string
    readonly cold: null
    readonly cached: null
    readonly steps: readonly (Omit<BuildStep, 'ms'> & {
      readonly coldMs: number | null
      readonly cachedMs: number | null
    })[]
    readonly cacheImportMs: null
    readonly cacheExportMs: null
    readonly loadMs: null
  } | null
  readonly start: null
  readonly error: SideError | null
  readonly unknown: Unknown
}

/** A probe as the report shows it: the result and what a later part of the product fills. */
export interface ReportProbe extends Omit<ProbeResult, 'shipped'> {
  readonly shipped: readonly (ProbeResult['shipped'][number] & {
    readonly file: string | null
    readonly line: number | null
  })[]
  readonly passed: boolean
  readonly attempts: number
  readonly configId: null
  readonly static: null
  readonly witness: null
  readonly vacuous: null
  readonly unknown: Unknown
}

/** One compared image. */
export interface ReportImage {
  readonly name: string
  /** `inspected`: the image is looked at alone, and `after` is its one side. */
  readonly change: 'changed' | 'unchanged' | 'new' | 'removed' | 'inspected' | null
  readonly verdict: Verdict
  readonly reason: string
  readonly before: ReportSide | null
  readonly after: ReportSide | null
  readonly delta: {
    readonly size: number | null
    readonly percent: number | null
    readonly live: number | null
    readonly wasted: number | null
    readonly download: number | null
    readonly base: number | null
    readonly own: number | null
    readonly fileCount: number | null
    readonly unknown: Unknown
  }
  /** What became of the base image, and its part of `delta.size`. */
  readonly base: BaseDiff | null
  /** Verdict and difference in one sentence. */
  readonly sentence: string
  /** Why the size differs, the largest first; with `causesRest` they add up to `delta.size`. */
  readonly causes: readonly Cause[] | null
  readonly causesRest: CausesRest | null
  readonly alignedLayers: readonly AlignedLayer[] | null
  /** Whom the live bytes belong to, the largest difference first; the deltas add up to `delta.live`. */
  readonly owners: readonly OwnerDelta[] | null
  readonly lines: readonly LineDiff[] | null
  readonly packages: null
  readonly metadata: null
  readonly probes: readonly ReportProbe[]
  readonly controls: null
  readonly limits: readonly LimitResult[]
  readonly override: Override | null
  readonly findings: readonly Finding[]
  /** The rules of a `.dive-ci` file in dive's own arithmetic; null where nothing asks for them. */
  readonly dive: DiveJudgement | null
  readonly pull: null
  readonly cache: null
  readonly runs: null
  readonly checklist: null
  readonly advice: null
  readonly buildFiles: null
  readonly unknown: Unknown
}

/** The one value from which comment, summary, terminal table and outputs are made. Times in ms. */
export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: string; readonly version: string }
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** Name of the size definition; reports with different ones cannot be compared. */
  readonly metric: 'layer-content-bytes'
  readonly verdict: Verdict
  readonly reason: string
  readonly repository: string | null
  readonly serverUrl: string | null
  readonly event: string | null
  readonly pullRequest: number | null
  readonly run: {
    readonly id: string | null
    readonly number: number | null
    readonly attempt: number | null
    readonly url: string | null
  }
  readonly engine: {
    readonly version: string
    readonly apiVersion: string
    readonly store: string
    readonly os: string
    readonly architecture: string
    readonly builder: string | null
    readonly buildkit: null
    readonly unknown: Unknown
  } | null
  readonly policy: {
    readonly file: string | null
    readonly commit: string | null
    readonly origins: Readonly<Record<string, Origin>>
  }
  readonly totals: Totals
  readonly images: readonly ReportImage[]
  readonly timings: {
    readonly buildMs: number | null
    readonly measureMs: number | null
    readonly probeMs: number | null
    readonly startMs: null
    readonly runMs: null
    readonly publishMs: number | null
    readonly totalMs: number | null
    readonly unknown: Unknown
  }
}
