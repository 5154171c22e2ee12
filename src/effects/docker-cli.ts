import { UserError } from '../errors.ts'
import { childEnvironment } from './child-environment.ts'
import { loadExeca } from './load-execa.ts'

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

/**
 * The real client. `environment` is ours, of which the child sees an allow-list; `host` is the endpoint of the
 * engine. A client that an aborted signal does not end within 5 seconds is killed. When the
 * client is missing, `run` rejects with a `UserError`.
 */
export function createDockerCli(environment: NodeJS.ProcessEnv, host: string): DockerCli {
  const run: DockerCli['run'] = async (args, { onLine, signal, extraEnv, cwd }) => {
    const { execa } = await loadExeca()
    const child = execa('docker', args, {
      env: { ...childEnvironment(environment, host), ...extraEnv },
      extendEnv: false,
      ...(cwd !== null && { cwd }),
      // A client that asks for a user name ends with an empty one; at the end of its input it would wait for ever.
      input: '\n',
      buffer: false,
      reject: false,
      cancelSignal: signal,
      forceKillAfterDelay: 5000,
    })
    const last: string[] = []
    const follow = async (from: 'stdout' | 'stderr'): Promise<void> => {
      for await (const line of child.iterable({ from })) {
        if (last.push(line) > 200) last.shift()
        onLine(line, from)
      }
    }
    await Promise.all([follow('stdout'), follow('stderr')])
    const result = await child
    if (result.code === 'ENOENT') throw missingClient()
    return { exitCode: result.exitCode ?? null, timedOut: signal.aborted, lines: last }
  }
  return { run, buildxVersion: () => buildxVersion(run) }
}

async function buildxVersion(run: DockerCli['run']): Promise<string | null> {
  const { exitCode, lines } = await run(['buildx', 'version'], {
    onLine: () => undefined,
    signal: AbortSignal.timeout(30_000),
    extraEnv: {},
    cwd: null,
  })
  const found = exitCode === 0 ? /\bv?(\d+\.\d+\.\d+)/.exec(lines.join('\n')) : null
  return found?.[1] ?? null
}

function missingClient(): UserError {
  return new UserError(
    'the docker client is not on PATH',
    'install the docker client: https://docs.docker.com/engine/install/',
    2,
  )
}
