import type { ImageConfig, SideName, Source } from '../config/config.ts'
import { UserError } from '../errors.ts'
import { findBaseCommit } from './base-commit.ts'
import type { Checkout } from './checkout.ts'
import type { Commit } from './commit.ts'
import { isBuilt } from './is-built.ts'
import type { History } from './merge-base.ts'
import { resolveRef } from './resolve-ref.ts'
import { sideErrorOf } from './side-error.ts'
import type { TreeOutcome } from './tree.ts'
import type { TreeStore, TreeWorld } from './tree-store.ts'

/** The user's checkout, and what serves to find and make commits of it. */
export interface Opening {
  readonly checkout: Checkout
  readonly store: TreeStore
  readonly history: History
}

/** A side's commit before its tree is there: a commit, the checkout in place, nothing, or an error. */
export interface Choice {
  readonly side: SideName
  readonly commit: string | null
  readonly outcome: TreeOutcome | null
  /** The commit to make a tree of, with the checkout's uncommitted changes or without. */
  readonly make: (Commit & { readonly changes: boolean }) | null
}

/**
 * Decides what a side is made of. Throws a `UserError` for what the user can correct; a server that
 * cannot be asked is the side's own error.
 */
export async function chooseSide(
  image: ImageConfig,
  side: SideName,
  found: Opening,
  world: TreeWorld,
): Promise<Choice> {
  const { source } = image[side]
  if (!isBuilt(source)) return { side, commit: null, outcome: null, make: null }
  if (source.kind === 'base' || source.kind === 'git') return chooseCommit(source, side, found, world)
  const { root, head } = found.checkout
  const clean = image.prepare !== null || image.includeGit
  if (!clean) {
    const tree = { directory: root, commit: head, resolvedBy: 'the checkout in place', own: false }
    return { side, commit: head, outcome: { tree, error: null }, make: null }
  }
  if (head === null) throw new UserError(`${side}: the repository has no commit yet`, 'git commit')
  const changes = world.runner.context.kind === 'terminal'
  const resolvedBy = changes ? 'HEAD with the uncommitted changes to tracked files' : 'the commit checked out'
  return { side, commit: head, outcome: null, make: { commit: head, resolvedBy, changes } }
}

async function chooseCommit(
  source: Source & { kind: 'base' | 'git' },
  side: SideName,
  found: Opening,
  world: TreeWorld,
): Promise<Choice> {
  const repository = await found.store.repositoryOf(found.checkout, false)
  try {
    const commit =
      source.kind === 'git'
        ? await resolveRef(source.ref, side, repository, world.git)
        : await findBaseCommit(repository, found.history, world.runner.context)
    return { side, commit: commit.commit, outcome: null, make: { ...commit, changes: false } }
  } catch (error) {
    const failed = { tree: null, error: sideErrorOf('resolve', error) }
    return { side, commit: null, outcome: failed, make: null }
  }
}
