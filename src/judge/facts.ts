import type { BuiltPair } from '../build/built.ts'
import type { DiveRules } from '../config/config.ts'
import type { ImageDiff } from '../diff/image-diff.ts'
import type { DiveNumbers } from '../inspect/dive-numbers.ts'
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
  /** dive's numbers of the after image; null where nobody asks for them or there is no such image. */
  readonly dive: DiveNumbers | null
}

/** What else decides: settings of the image and the state of the pull request. */
export interface JudgeOptions {
  /** Bytes; a growth below it counts as none. */
  readonly noiseFloor: number
  /** Rules in dive's own arithmetic; null without any. */
  readonly dive: DiveRules | null
  /** The override label when the pull request carries it. */
  readonly override: {
    readonly label: string
    readonly by: string | null
    readonly source: 'live' | 'event'
  } | null
  /** Name of the GitHub event, such as `push`. */
  readonly event: string | null
}
