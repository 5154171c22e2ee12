import type { ProbeKind, ProbeOrigin, SideName } from '../config/config.ts'

/**
 * What happened to the program, as a class; an exit code alone never decides.
 * `ran` is the only class with an exit code that the program chose.
 */
export type Outcome =
  | 'ran'
  | 'signalled'
  | 'not_found'
  | 'not_executable'
  | 'bad_format'
  | 'missing_interpreter'
  | 'missing_library'
  | 'oom'
  | 'timeout'
  | 'mount_error'
  | 'user_error'
  | 'workdir_error'
  | 'network_error'
  | 'image_missing'
  | 'platform_mismatch'
  | 'engine_error'

/** What the outcome means for the expectation; `error`: nothing was learnt of it. */
export type ProbeStatus = 'pass' | 'fail' | 'error' | 'skipped'

/** One thing that was asserted, for the reader: `exit code`, expected `0`, actual `127`. */
export interface Assertion {
  readonly what: string
  readonly expected: string
  readonly actual: string
  readonly passed: boolean
}

/** A path that an `absent` probe looked at: a match keeps it from passing, a near miss does not. */
export interface PathMatch {
  readonly path: string
  readonly type: string
  readonly owner: null
}

/** The two legs of an absence proof. */
export interface Proof {
  readonly state: 'proved' | 'refuted' | 'incomplete'
  readonly static: string
  readonly dynamic: string
  readonly control: null
  readonly missing: readonly string[]
}

/** One probe on one side. Times in ms, text as the container wrote it (the sink works when it is rendered). */
export interface ProbeResult {
  readonly id: string
  readonly name: string
  readonly kind: ProbeKind
  readonly side: SideName
  /** True on the before side: shown, never judged. */
  readonly informational: boolean
  readonly expectation: string
  readonly argv: readonly string[]
  readonly source: ProbeOrigin
  readonly status: ProbeStatus
  readonly outcome: Outcome | null
  readonly exitCode: number | null
  readonly signal: string | null
  readonly ms: number
  /** One sentence: why it failed or could not be told; for a pass what was seen. */
  readonly reason: string
  readonly assertions: readonly Assertion[]
  /** First line of output of a passing probe, such as `Python 3.14.2`. */
  readonly output: string | null
  readonly stdout: string
  readonly stderr: string
  readonly truncated: boolean
  readonly imageId: string
  readonly proof: Proof | null
  readonly matches: readonly PathMatch[]
  readonly nearMisses: readonly PathMatch[]
  /** Files that are gone from the final file system but still ship in a layer. */
  readonly shipped: readonly { readonly path: string; readonly layer: number; readonly bytes: number }[]
}
