/** A git command that failed: what was asked and what git said. */
export class GitError extends Error {
  override readonly name = 'GitError'
  readonly exitCode: number | null
  readonly stderr: string

  constructor(args: readonly string[], exitCode: number | null, stderr: string) {
    super(`git ${args[0] ?? ''} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`)
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

export interface GitOptions {
  /** Added to the allow-listed environment, such as credentials in `GIT_CONFIG_*`. */
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly input?: string
}

/**
 * git as a child process, without hooks, prompts, system configuration or file-system monitors.
 * Names from outside never reach its arguments: callers resolve to a commit first.
 */
export interface Git {
  /** Output of `git ARGS…` in a directory, without its last line break. Rejects with `GitError`. */
  run(directory: string, args: readonly string[], options?: GitOptions): Promise<string>
  /** Like `run`, but null when git exits with another code than 0. */
  ask(directory: string, args: readonly string[], options?: GitOptions): Promise<string | null>
}
