import { dirname } from 'node:path'
import type { SideName } from '../config/config.ts'
import { loadExeca } from '../effects/load-execa.ts'
import type { Runner } from '../effects/runner.ts'
import type { SideError } from './built.ts'
import { lastLines, sideError } from './side-error.ts'

/**
 * Runs the `prepare` command in a tree of ours, with its output in the log. Returns null, or the
 * error that says why it did not succeed. Its environment is an allow-list: it is the pull
 * request's own code. Rejects with the signal's reason when that aborts.
 */
export async function prepareTree(
  argv: readonly string[],
  directory: string,
  side: SideName,
  runner: Runner,
  signal: AbortSignal,
): Promise<SideError | null> {
  const [program, ...args] = argv
  if (program === undefined) return null
  return runner.log.group(`Prepare the ${side} side`, async () => {
    signal.throwIfAborted()
    const { execa } = await loadExeca()
    const child = execa(program, args, {
      cwd: directory,
      env: { ...environmentOf(runner), GIT_CEILING_DIRECTORIES: dirname(directory) },
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
      buffer: false,
      cancelSignal: signal,
    })
    const lines: string[] = []
    for await (const line of child.iterable({ from: 'all' })) {
      runner.log.foreign(line)
      lines.push(line)
      if (lines.length > 20) lines.shift()
    }
    const result = await child
    signal.throwIfAborted()
    return result.failed ? failure(argv, result, lines) : null
  })
}

/** What builds and package managers need; no token of the job is among it. */
const allowList = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'CI', 'GITHUB_ACTIONS'],
  ...['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'],
  ...['JAVA_HOME', 'GOROOT', 'GOPATH', 'GOPROXY', 'CARGO_HOME', 'RUSTUP_HOME', 'VIRTUAL_ENV', 'DOTNET_ROOT'],
]

function environmentOf(runner: Runner): Record<string, string> {
  const present = allowList.flatMap((name) => {
    const value = runner.environment(name)
    return value === null ? [] : [[name, value] as const]
  })
  return Object.fromEntries(present)
}

function failure(
  argv: readonly string[],
  result: {
    readonly exitCode?: number | undefined
    readonly signal?: string | undefined
    readonly code?: string | undefined
  },
  lines: readonly string[],
): SideError {
  const how =
    result.code === 'ENOENT'
      ? 'there is no such program'
      : result.signal
        ? `it was ended by ${result.signal}`
        : `exit code ${result.exitCode ?? 'unknown'}`
  const kind = result.code === 'ENOENT' ? 'not-found' : 'failed'
  const message = `prepare: ${argv.join(' ')}: ${how}`
  const log = lastLines(lines.join('\n'))
  return sideError({ stage: 'prepare', kind, message, log })
}
