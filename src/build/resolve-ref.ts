import { distance } from 'fastest-levenshtein'
import type { SideName } from '../config/config.ts'
import type { Git } from '../effects/git.ts'
import { UserError } from '../errors.ts'
import type { Commit } from './base-commit.ts'
import { isCommit } from './event.ts'
import type { OwnRepository } from './own-repository.ts'
import { commitOf } from './read-commit.ts'
import { type RemoteRefs, remoteRefs } from './remote-refs.ts'

/**
 * The commit of `git:REF`. REF is read as git reads names in the checkout; else as a branch that
 * only the remote has, known to the checkout or asked for. A full commit ID need not be there yet where there
 * is a remote.
 * Throws a `UserError` with the nearest names when nothing is called so; rejects with `GitError` when the
 * remote has to be asked and cannot be.
 */
export async function resolveRef(
  ref: string,
  input: SideName,
  repository: OwnRepository,
  git: Git,
): Promise<Commit> {
  const { checkout, remote } = repository
  const here = await commitOf(git, checkout, ref)
  if (here)
    return { commit: here, resolvedBy: isCommit(ref) ? 'the commit as given' : `${ref} in the checkout` }
  if (remote === null) throw await unknownRef(ref, input, repository, git, null)
  if (isCommit(ref)) return { commit: ref, resolvedBy: 'the commit as given' }
  const tracked = await commitOf(git, checkout, `refs/remotes/${remote.name}/${ref}`)
  if (tracked) return { commit: tracked, resolvedBy: `the branch ${ref} of ${remote.name}` }
  const refs = await remoteRefs(repository)
  const name = shortName(ref, remote.name)
  const branch = refs.branches.get(ref) ?? refs.branches.get(name)
  if (branch) return { commit: branch, resolvedBy: `the branch ${name} of ${remote.name}, asked for` }
  const tag = refs.tags.get(name)
  if (tag) return { commit: tag, resolvedBy: `the tag ${name} of ${remote.name}, asked for` }
  throw await unknownRef(ref, input, repository, git, refs)
}

/** `origin/main` and `refs/heads/main` mean `main` where the remote is asked. */
function shortName(ref: string, remote: string): string {
  const prefix = [`${remote}/`, 'refs/heads/', 'refs/tags/'].find((each) => ref.startsWith(each))
  return ref.slice(prefix?.length ?? 0)
}

async function unknownRef(
  ref: string,
  input: SideName,
  repository: OwnRepository,
  git: Git,
  refs: RemoteRefs | null,
): Promise<UserError> {
  const { checkout } = repository
  if (checkout.shallow && /[~^@]/.test(ref)) {
    return new UserError(
      `${input}: git:${ref} is not in the checkout, which has no history beyond its newest commits (a shallow clone)`,
      'fetch-depth: 0 at actions/checkout, or the full commit ID',
    )
  }
  const format = '--format=%(refname:lstrip=2)'
  const local = await git.run(checkout.root, [
    'for-each-ref',
    format,
    'refs/heads',
    'refs/tags',
    'refs/remotes',
  ])
  const names = new Set([
    ...local.split('\n'),
    ...(refs?.branches.keys() ?? []),
    ...(refs?.tags.keys() ?? []),
  ])
  const near = nearest(ref, [...names])
  return new UserError(
    `${input}: git:${ref} is no branch, tag or commit of this repository`,
    near.length > 0 ? `${input}: ${near.map((name) => `git:${name}`).join(' or ')}` : `git branch --all`,
  )
}

/** Up to three names, nearest first, that are within half of the wanted name's length. */
function nearest(wanted: string, names: readonly string[]): string[] {
  return names
    .filter((name) => name !== '' && !name.endsWith('/HEAD'))
    .map((name) => ({ name, far: distance(wanted, name) }))
    .filter(({ far }) => far <= Math.max(2, wanted.length / 2))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}
