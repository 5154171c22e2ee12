import type { Log } from './log.ts'

/** The event that started a workflow run; `payload` is what GitHub wrote, unchecked. */
export interface GitHubEvent {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Where a run takes place; null fields outside GitHub Actions. */
export interface RunContext {
  readonly kind: 'action' | 'terminal'
  /** Working directory: the workspace in an action. */
  readonly directory: string
  /** For trees and other things that are removed at the end. */
  readonly temporaryDirectory: string
  /** For what is kept: the report and the build logs. It is there only once something is kept. */
  readonly outputDirectory: string
  readonly event: GitHubEvent | null
  readonly repository: string | null
  readonly serverUrl: string | null
  readonly apiUrl: string | null
  readonly sha: string | null
  readonly ref: string | null
  /** Path of the workflow file in the repository, such as `.github/workflows/size.yml`. */
  readonly workflow: string | null
  readonly job: string | null
  readonly runId: string | null
  readonly runNumber: number | null
  readonly runAttempt: number | null
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  readonly file: string | null
  readonly line: number | null
}

/** The machine that runs us: inputs, the event, and the places where results are shown. */
export interface Runner {
  readonly context: RunContext
  /** Inputs as written, by name; only those that are set. An unknown `INPUT_*` is among them. */
  inputs(): ReadonlyMap<string, string>
  /** A variable of the environment, for build secrets and arguments that name one. */
  environment(name: string): string | null
  readonly log: Log
  output(name: string, value: string): Promise<void>
  /** Adds to the job's summary. `render` makes text for the room that is left, in bytes of UTF-8. */
  summary(render: (mostBytes: number) => string): Promise<void>
  annotate(annotation: Annotation): void
  /** The runner masks the value, and our own sink replaces it from now on. */
  secret(value: string): void
  /** Plain data with every known secret in its strings replaced by `***`: for what leaves the run. */
  redact<T>(value: T): T
}
