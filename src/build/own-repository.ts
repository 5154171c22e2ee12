import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git, GitOptions } from '../effects/git.ts'
import type { RunContext } from '../effects/runner.ts'
import { UserError } from '../errors.ts'
import { ifThere } from '../system-error.ts'
import type { Checkout } from './checkout.ts'
import { borrowedSettings, type Remote, remoteOf, settingsEnvironment, tokenSettings } from './remote.ts'

/**
 * A repository of ours in a temporary folder that stands in for the user's checkout: it borrows the
 * checkout's objects and its way to the server, and what is missing is fetched into it alone.
 */
export interface OwnRepository {
  readonly checkout: Checkout
  /** Absolute path of its git directory. */
  readonly directory: string
  readonly remote: Remote | null
  /** Output of `git ARGS…` in it. Rejects with `GitError`. */
  run(args: readonly string[], options?: GitOptions): Promise<string>
  /** Like `run`, but null when git exits with another code than 0. */
  ask(args: readonly string[], options?: GitOptions): Promise<string | null>
  /** Brings these commits and nothing else; `depth` is how many commits of history each, null for all. */
  fetch(commits: readonly string[], depth: number | null): Promise<void>
  /**
   * Brings the commit, as `fetch` does, when neither we nor the checkout have it. Rejects with `GitError`, or with a
   * `UserError` when there is no remote.
   */
  ensure(commit: string, depth: number | null): Promise<void>
}

/** What a repository of ours is made with. `token` is the job's, for a checkout that kept none. */
export interface OwnRepositoryOptions {
  readonly git: Git
  readonly context: RunContext
  readonly token: string | null
  readonly signal: AbortSignal
  /** True for a submodule, whose server address is never replaced by the run's own repository. */
  readonly submodule: boolean
}

/** Makes the repository at a path that does not exist yet. */
export async function createOwnRepository(
  checkout: Checkout,
  directory: string,
  options: OwnRepositoryOptions,
): Promise<OwnRepository> {
  const { git, context, token, signal, submodule } = options
  const remote = remoteOf(checkout, submodule ? { ...context, repository: null } : context)
  const objects = [join(checkout.commonDirectory, 'objects')]
  await initialise(git, checkout, directory, { objects, shallow: join(checkout.commonDirectory, 'shallow') })
  const borrowed = [...borrowedSettings(checkout, remote), ...ownSettings]
  const extra = remote ? tokenSettings(remote, borrowed, context, token) : []
  const env = {
    ...settingsEnvironment([...borrowed, ...extra]),
    GIT_DIR: directory,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_NO_LAZY_FETCH: '0',
  }
  const withOwn = (given: GitOptions = {}) => ({ ...given, signal, env: { ...env, ...given.env } })
  const repository: OwnRepository = {
    checkout,
    directory,
    remote,
    run: (args, given) => git.run(directory, args, withOwn(given)),
    ask: (args, given) => git.ask(directory, args, withOwn(given)),
    async fetch(commits, depth) {
      const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance']
      const history = depth === null ? [] : [`--depth=${depth}`]
      await repository.run(['fetch', ...flags, ...history, 'origin', ...commits])
    },
    async ensure(commit, depth) {
      const lazy = { env: { GIT_NO_LAZY_FETCH: '1' } }
      if ((await repository.ask(['cat-file', '-e', `${commit}^{commit}`], lazy)) !== null) return
      if (remote === null) throw nowhere(commit)
      await repository.fetch([commit], depth)
    },
  }
  return repository
}

function nowhere(commit: string): UserError {
  return new UserError(
    `The commit ${commit} is not in the checkout, and there is no remote to fetch it from`,
    'fetch-depth: 0 at actions/checkout, or git remote add origin URL',
  )
}

/**
 * An empty repository that borrows the objects of others. `shallow` is the file that says where
 * history is cut off. It takes over which files the checkout leaves out (sparse checkout) and its
 * private attributes; no template, no hook.
 */
export async function initialise(
  git: Git,
  checkout: Checkout,
  directory: string,
  from: { readonly objects: readonly string[]; readonly shallow: string },
): Promise<void> {
  await mkdir(directory, { recursive: true })
  const format = `--object-format=${checkout.objectFormat}`
  const env = { GIT_DIR: directory, GIT_CONFIG_GLOBAL: '/dev/null' }
  await git.run(directory, ['init', '--quiet', '--template=', format], { env })
  await mkdir(join(directory, 'info'), { recursive: true })
  await writeFile(join(directory, 'objects/info/alternates'), `${from.objects.map(quoted).join('\n')}\n`)
  await copyIfThere(from.shallow, join(directory, 'shallow'))
  await copyIfThere(join(checkout.commonDirectory, 'info/attributes'), join(directory, 'info/attributes'))
  await copyIfThere(
    join(checkout.gitDirectory, 'info/sparse-checkout'),
    join(directory, 'info/sparse-checkout'),
  )
}

/**
 * Files byte for byte as the commit has them, and no log of where HEAD was. What is fetched stays a pack: git
 * would look for each unpacked object in the user's packs, and touch the time of those that have it.
 */
const ownSettings = [
  { key: 'fetch.unpacklimit', value: '1' },
  { key: 'core.autocrlf', value: 'false' },
  { key: 'core.logallrefupdates', value: 'false' },
]

/** The alternates file is read by line; a path with a line break or a quote must stand in C quotes. */
function quoted(path: string): string {
  return /["\n\\]/.test(path) ? JSON.stringify(path) : path
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await ifThere(copyFile(from, to))
}
