import type { Config } from '../config/config.ts'
import type { EngineInfo } from '../effects/docker/docker.ts'
import type { RunContext } from '../effects/runner.ts'
import type { ImageFacts } from '../judge/facts.ts'
import type { Judgement } from '../judge/judgement.ts'
import type { Report } from './report.ts'

/** Everything that a report is made of. Times in ms; null where a part of the run did not take place. */
export interface ReportInput {
  readonly tool: Report['tool']
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly context: Pick<
    RunContext,
    'repository' | 'serverUrl' | 'event' | 'runId' | 'runNumber' | 'runAttempt'
  >
  readonly pullRequest: number | null
  readonly engine: EngineInfo | null
  /** `buildx` with its version, or `engine-api`; null when nothing was built. */
  readonly builder: string | null
  readonly config: Pick<Config, 'file' | 'origins'>
  /** Commit that the configuration file was read from; null when it came from the checkout or there is none. */
  readonly policyCommit: string | null
  readonly images: readonly JudgedImage[]
  readonly timings: {
    readonly buildMs: number | null
    readonly measureMs: number | null
    readonly probeMs: number | null
    readonly publishMs: number | null
    readonly totalMs: number | null
  }
}

/** One compared image with its facts and its judgement. */
export interface JudgedImage {
  readonly name: string
  readonly facts: ImageFacts
  readonly judgement: Judgement
}
