import type { Git } from '../effects/git.ts'
import { type GitHub, GitHubError } from '../effects/github.ts'
import { UserError } from '../errors.ts'
import type { OwnRepository } from './own-repository.ts'
import { commitOf } from './read-commit.ts'
import { remoteRefs } from './remote-refs.ts'

/** Who can be asked for a merge base. `github` is null without a token or outside an action. */
export interface History {
  readonly git: Git
  readonly github: GitHub | null
  readonly warn: (line: string) => void
}

/**
 * The newest commit that HEAD and a branch of the remote have in common. A full clone answers
 * itself; for a shallow one GitHub's compare API is asked, and where there is none, history is
 * fetched into the repository of ours, step by step.
 * Throws a `UserError` when the branch does not exist or shares no history with HEAD; rejects with
 * `GitError` when the server cannot be reached.
 */
export async function mergeBaseWithBranch(
  branch: string,
  head: string,
  repository: OwnRepository,
  history: History,
): Promise<string> {
  const { checkout, remote } = repository
  const tracked = remote?.ofRun
    ? await commitOf(history.git, checkout, `refs/remotes/${remote.name}/${branch}`)
    : null
  if (tracked && !checkout.shallow) {
    const found = await history.git.ask(checkout.root, ['merge-base', head, tracked])
    if (found) return found
  }
  return (await askGitHub(branch, head, history)) ?? deepen(branch, head, repository)
}

async function askGitHub(branch: string, head: string, history: History): Promise<string | null> {
  try {
    return history.github ? await history.github.mergeBase(branch, head) : null
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    history.warn(
      `GitHub does not name the merge base with ${branch} (${error.message}): fetching history instead`,
    )
    return null
  }
}

/** Commits of history to fetch, one step after the other; the last one is all there is (git's own "infinite"). */
const depths = [64, 1024, 2147483647]

async function deepen(branch: string, head: string, repository: OwnRepository): Promise<string> {
  const refs = await remoteRefs(repository)
  const tip = refs.branches.get(branch)
  if (tip === undefined) throw noBranch(branch)
  const wanted = repository.checkout.shallow ? [tip, head] : [tip]
  for (const depth of depths) {
    await repository.fetch(wanted, depth)
    const found = await repository.ask(['merge-base', head, tip])
    if (found) return found
  }
  throw new UserError(
    `The checkout and the branch ${branch} have no commit in common, so that before: base is not known`,
    'Set before: git:REF',
  )
}

function noBranch(branch: string): UserError {
  return new UserError(
    `before: base needs the branch ${branch}, which the remote does not have`,
    'Set before: git:REF with a branch, tag or commit that exists',
  )
}
