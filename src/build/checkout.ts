import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Git, GitError } from '../effects/git.ts'
import { UserError } from '../errors.ts'

/** One line of git's configuration. Keys come as git prints them: section and name in lower case. */
export interface Setting {
  readonly key: string
  readonly value: string
}

/** The user's own clone. It is only ever read. */
export interface Checkout {
  /** Absolute path of the work tree, links resolved. */
  readonly root: string
  /** Absolute paths of the git directory of this work tree, and of the one that its worktrees share. */
  readonly gitDirectory: string
  readonly commonDirectory: string
  readonly objectFormat: string
  readonly shallow: boolean
  /** The commit that is checked out; null in a repository without one. */
  readonly head: string | null
  /** The configuration in force there, of every file, includes resolved. */
  readonly settings: readonly Setting[]
}

/**
 * The git checkout that a directory is in, or null when it is in none. With `above: false` the
 * directory itself must be its root: on a runner, a repository above the workspace is not the user's.
 * Throws a `UserError` for one that git refuses to read.
 */
export async function findCheckout(
  git: Git,
  directory: string,
  options: { readonly above: boolean },
): Promise<Checkout | null> {
  const env = options.above ? {} : { GIT_CEILING_DIRECTORIES: dirname(await realpath(directory)) }
  const located = await locate(git, directory, env)
  if (!located) return null
  try {
    const [head, settings] = await Promise.all([
      git.ask(located.root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
      readSettings(git, located.root),
    ])
    return { ...located, head, settings }
  } catch (error) {
    if (error instanceof GitError) throw unreadable(directory, error.stderr)
    throw error
  }
}

/** The last value of a key, which is the one in force; null when it is not set. */
export function settingOf(checkout: Checkout, key: string): string | null {
  return checkout.settings.findLast((setting) => setting.key === key)?.value ?? null
}

async function locate(
  git: Git,
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<Omit<Checkout, 'head' | 'settings'> | null> {
  try {
    const lines = (await git.run(directory, [...where], { env })).split('\n')
    const [root, gitDirectory, commonDirectory, shallow, objectFormat] = lines
    if (!root || !gitDirectory || !commonDirectory || !objectFormat) throw unreadable(directory, 'no answer')
    return { root, gitDirectory, commonDirectory, objectFormat, shallow: shallow === 'true' }
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    if (/not a git repository/i.test(error.stderr)) return null
    throw unreadable(directory, error.stderr)
  }
}

const where = [
  'rev-parse',
  '--path-format=absolute',
  '--show-toplevel',
  '--absolute-git-dir',
  '--git-common-dir',
  '--is-shallow-repository',
  '--show-object-format',
] as const

/** With the system's file: a proxy or an LFS filter that the checkout was made with stands there. */
async function readSettings(git: Git, root: string): Promise<Setting[]> {
  const list = await git.run(root, ['config', '--null', '--list'], { env: { GIT_CONFIG_NOSYSTEM: '0' } })
  return list.split('\0').flatMap((line) => {
    if (line === '') return []
    const end = line.indexOf('\n')
    return [end < 0 ? { key: line, value: 'true' } : { key: line.slice(0, end), value: line.slice(end + 1) }]
  })
}

function unreadable(directory: string, said: string): UserError {
  if (/dubious ownership/.test(said)) {
    return new UserError(
      `The git repository of ${directory} belongs to another user`,
      `Run in its root folder, or: git config --global --add safe.directory ${directory}`,
    )
  }
  if (/must be run in a work tree/.test(said)) {
    return new UserError(
      `${directory} is a git repository without a work tree`,
      'Run in a clone that has its files',
    )
  }
  return new UserError(`git cannot read the repository of ${directory}: ${said}`, 'git -C . status')
}
