import type { LimitName, Origin, SideName } from '../config/config.ts'

/** What a run comes to; the worst is `fail`, then `not-measured`, `warn`, `pass`. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'not-measured'

/** One limit against its number. `actual` is null where it could not be had; `reason` then says why. */
export interface LimitResult {
  readonly name: LimitName
  readonly level: 'fail' | 'warn'
  readonly unit: 'bytes' | 'percent'
  readonly limit: number
  readonly actual: number | null
  readonly origin: Origin
  readonly status: 'met' | 'crossed' | 'not-measured' | 'not-applicable' | 'covered'
  /** Derived: true exactly when `status` is `met`. */
  readonly passed: boolean
  readonly reason: string
}

/**
 * Something the reader should act on. `bytes` is null where it is not about bytes. In `paths`, one that begins
 * with `/` is a file of the image, any other one of the repository.
 */
export interface Finding {
  readonly rule: string
  readonly level: 'error' | 'warning' | 'notice'
  readonly side: SideName
  readonly message: string
  readonly bytes: number | null
  readonly paths: readonly { readonly path: string; readonly line: number | null }[]
  readonly fixes: readonly {
    readonly file: string
    readonly line: number
    readonly endLine: number
    /** What to put in place of the lines `line` to `endLine` of `file`; nothing takes them away. */
    readonly text: string
    /** The text of these lines now. */
    readonly replaces: string
  }[]
  /** Of an advice: whether the before image has it to the same extent; null where that is not told. */
  readonly inBefore: boolean | null
}

/** The label that lets a relative limit be crossed, who set it where that is known, and what it covers. */
export interface Override {
  readonly label: string
  readonly by: string | null
  readonly source: 'live' | 'event'
  readonly covers: readonly LimitName[]
}

/** The judgement of one image: a pure function of facts and limits. */
export interface Judgement {
  readonly verdict: Verdict
  /** One sentence, the worst thing first. */
  readonly reason: string
  readonly limits: readonly LimitResult[]
  readonly findings: readonly Finding[]
  readonly override: Override | null
  readonly dive: DiveJudgement | null
}

/**
 * One of dive's rules. `actual` is null where the number could not be had, or has no value: dive divides by
 * the bytes above the lowest layer, of which there may be none.
 */
export interface DiveRule {
  readonly name: 'lowestEfficiency' | 'highestWastedBytes' | 'highestUserWastedPercent'
  readonly limit: number
  readonly actual: number | null
  readonly passed: boolean
}

/** The rules of a `.dive-ci` file, applied with dive's arithmetic. */
export interface DiveJudgement {
  readonly file: string
  readonly rules: readonly DiveRule[]
}
