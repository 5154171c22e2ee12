import { realpathSync } from 'node:fs'
import { UserError } from '../errors.ts'
import { loadExeca } from './load-execa.ts'

/** A git command that failed: what was asked and what git said, without passwords in addresses. */
export class GitError extends Error {
  override readonly name = 'GitError'
  readonly exitCode: number | null
  readonly stderr: string

  constructor(args: readonly string[], exitCode: number | null, stderr: string) {
    const said = stderr.replace(/(\w:\/\/)[^\s/@]*@/g, '$1').trim()
    super(`git ${args[0] ?? ''} failed: ${reasonIn(said)}`)
    this.exitCode = exitCode
    this.stderr = said
  }
}

/** Git puts its reason first and general advice last; progress and warnings of others may come before. */
function reasonIn(said: string): string {
  const lines = said.split('\n')
  const reason = lines.find((line) => /^(?:fatal|error): /.test(line))
  return reason ?? lines.at(-1) ?? ''
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

/**
 * The real git. `environment` is where the allow-listed variables come from, usually `process.env`.
 * Only the very directory that a call names is trusted when somebody else owns it, never a
 * repository above it. No optional lock is taken, so that reading never rewrites an index, and no
 * object is fetched behind the caller's back; `options.env` can change both for a repository of ours.
 * Both methods reject with a `UserError` when there is no git, and with the signal's reason when it aborts.
 */
export function createGit(environment: Readonly<Record<string, string | undefined>>): Git {
  const allowed = allowedEnvironment(environment)
  const call = async (directory: string, args: readonly string[], options: GitOptions = {}) => {
    options.signal?.throwIfAborted()
    const { execa } = await loadExeca()
    const { stdout, stderr, exitCode, code } = await execa('git', [...settings(directory), ...args], {
      cwd: directory,
      env: { ...allowed, ...fixedEnvironment, ...options.env },
      extendEnv: false,
      reject: false,
      maxBuffer: 512 * 1024 * 1024,
      ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
      ...(options.signal ? { cancelSignal: options.signal } : {}),
    })
    options.signal?.throwIfAborted()
    if (code === 'ENOENT') throw new UserError('git is not installed, or not on PATH', 'Install git')
    return { stdout, failure: exitCode === 0 ? null : new GitError(args, exitCode ?? null, stderr) }
  }
  return {
    async run(directory, args, options) {
      const { stdout, failure } = await call(directory, args, options)
      if (failure) throw failure
      return stdout
    },
    async ask(directory, args, options) {
      const { stdout, failure } = await call(directory, args, options)
      if (failure && failure.exitCode === null) throw failure
      return failure ? null : stdout
    },
  }
}

/** What git, ssh and curl need to work and to reach a server; no token of the job is among it. */
const allowList = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL'],
  ...['SSH_AUTH_SOCK', 'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY'],
]

function allowedEnvironment(environment: Readonly<Record<string, string | undefined>>) {
  const present = allowList.flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(present)
}

const fixedEnvironment = {
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
}

/**
 * Settings that win over every configuration file. `file` stays allowed as a protocol, because a
 * remote may be a local path: only remotes of the user's own configuration are ever fetched from,
 * never an address that a commit brings along.
 */
function settings(directory: string): string[] {
  const fixed = [
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.quotePath=false',
    'gc.auto=0',
    'maintenance.auto=false',
    'fetch.writeCommitGraph=false',
    'submodule.recurse=false',
    'fetch.recurseSubmodules=false',
    'protocol.allow=never',
    ...['https', 'http', 'ssh', 'git', 'file'].map((protocol) => `protocol.${protocol}.allow=always`),
    `safe.directory=${realpathSync(directory)}`,
  ]
  return fixed.flatMap((setting) => ['-c', setting])
}
