/** How a child process ended. `lines` are the last lines of its output, at most 200. */
export interface CliResult {
  readonly exitCode: number | null
  readonly timedOut: boolean
  readonly lines: readonly string[]
}

/**
 * The docker client as a child process: what only it can do (credential helpers, buildx).
 * Its environment is an allow-list; `extraEnv` adds what one call needs.
 */
export interface DockerCli {
  /** Version of buildx, such as `0.29.1`; null when the client has none. */
  buildxVersion(): Promise<string | null>
  /**
   * Runs `docker ARGS…` and hands on each line of stdout and stderr as it comes.
   * Does not throw for an exit code; throws for a client that is missing.
   */
  run(
    args: readonly string[],
    options: {
      readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void
      readonly signal: AbortSignal
      readonly extraEnv: Readonly<Record<string, string>>
      readonly cwd: string | null
    },
  ): Promise<CliResult>
}
