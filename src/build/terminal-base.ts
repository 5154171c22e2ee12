import { UserError } from '../errors.ts'
import { settingOf } from './checkout.ts'
import type { Commit } from './commit.ts'
import { type History, mergeBaseWithBranch } from './merge-base.ts'
import type { OwnRepository } from './own-repository.ts'
import { commitOf } from './read-commit.ts'

/**
 * What `base` means in a terminal: the merge base of HEAD with the default branch, as the
 * remote-tracking branch of `origin/HEAD`, `main` or `master` knows it, else the local branch.
 * On the default branch itself that is HEAD, and what is compared with it is the work tree: its
 * uncommitted changes. Throws a `UserError` when there is no such branch.
 */
export async function terminalBase(
  head: string,
  repository: OwnRepository,
  history: History,
): Promise<Commit> {
  const branch = await defaultBranch(repository, history)
  const commit = await baseWith(branch, head, repository, history)
  if (commit !== head) return { commit, resolvedBy: `the merge base with ${branch.shown}` }
  return { commit, resolvedBy: `HEAD, which ${branch.shown} has: only what is not committed differs` }
}

interface Branch {
  readonly name: string
  readonly shown: string
  readonly remote: boolean
  readonly commit: string
}

async function defaultBranch(repository: OwnRepository, history: History): Promise<Branch> {
  const { checkout, remote } = repository
  const candidates: Omit<Branch, 'commit'>[] = []
  if (remote) {
    const link = ['symbolic-ref', '--quiet', `refs/remotes/${remote.name}/HEAD`]
    const target = await history.git.ask(checkout.root, link)
    const name = target?.slice(`refs/remotes/${remote.name}/`.length)
    const names = name ? [name, ...usual] : usual
    candidates.push(...names.map((each) => ({ name: each, shown: `${remote.name}/${each}`, remote: true })))
  }
  const local = [settingOf(checkout, 'init.defaultbranch') ?? 'main', ...usual]
  candidates.push(...local.map((each) => ({ name: each, shown: each, remote: false })))
  for (const candidate of candidates) {
    const commit = await commitOf(history.git, checkout, refOf(candidate, remote?.name ?? ''))
    if (commit) return { ...candidate, commit }
  }
  throw new UserError(
    'before: base needs the default branch, and the repository has neither origin/HEAD nor main nor master',
    '--before git:BRANCH, or --before git:HEAD for the last commit',
  )
}

const usual = ['main', 'master']

function refOf(branch: Omit<Branch, 'commit'>, remote: string): string {
  return branch.remote ? `refs/remotes/${remote}/${branch.name}` : `refs/heads/${branch.name}`
}

async function baseWith(
  branch: Branch,
  head: string,
  repository: OwnRepository,
  history: History,
): Promise<string> {
  if (branch.commit === head) return head
  if (branch.remote) return mergeBaseWithBranch(branch.name, head, repository, history)
  const found = await history.git.ask(repository.checkout.root, ['merge-base', head, branch.commit])
  if (found) return found
  throw new UserError(
    `HEAD and the branch ${branch.shown} have no commit in common, so that before: base is not known`,
    '--before git:REF',
  )
}
