import type { BuiltPair } from '../build/built.ts'
import type { ImageDiff } from '../diff/image-diff.ts'
import type { Image } from '../inspect/image.ts'
import type { ProbeResult } from '../probe/result.ts'

/** What is known of one compared image when it is judged. `null`: could not be had; the side's error says why. */
export interface ImageFacts {
  readonly pair: BuiltPair
  readonly before: Image | null
  readonly after: Image | null
  /** Null for a new image and where a side is missing. */
  readonly diff: ImageDiff | null
  /** Results of both sides; those of the before side are informational. */
  readonly probes: readonly ProbeResult[]
}

/** What else decides: settings of the image and the state of the pull request. */
export interface JudgeOptions {
  /** Bytes; a growth below it counts as none. */
  readonly noiseFloor: number
  /** The override label when the pull request carries it. */
  readonly override: {
    readonly label: string
    readonly by: string | null
    readonly source: 'live' | 'event'
  } | null
  /** Name of the GitHub event, such as `push`. */
  readonly event: string | null
}
