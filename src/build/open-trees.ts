import { readdir, realpath } from 'node:fs/promises'
import type { ImageConfig, SideName, Source } from '../config/config.ts'
import { UserError } from '../errors.ts'
import { type Commit, findBaseCommit } from './base-commit.ts'
import type { Untracked } from './built.ts'
import { type Checkout, findCheckout } from './checkout.ts'
import { type DockerfilePlace, placeDockerfile } from './dockerfile-place.ts'
import { findRename } from './find-rename.ts'
import type { History } from './merge-base.ts'
import { once } from './once.ts'
import { refuseSameCommit } from './refuse-same-commit.ts'
import { refuseStrangers } from './refuse-strangers.ts'
import { resolveRef } from './resolve-ref.ts'
import { sideErrorOf } from './side-error.ts'
import type { SideTree, TreeOutcome } from './tree.ts'
import { createTreeStore, type TreeStore, type TreeWorld } from './tree-store.ts'
import { countUntracked } from './untracked.ts'

/** The trees of one image. A side whose source is an image has none. */
export interface OpenedTrees {
  readonly before: TreeOutcome | null
  readonly after: TreeOutcome | null
}

/** The trees of a run: each is made once and serves every image that needs it. */
export interface Trees {
  /**
   * The files of both sides of an image. Throws a `UserError` for what the user can correct: no
   * checkout, a ref that does not exist, an event without a base commit, a run that must not build.
   */
  open(image: ImageConfig): Promise<OpenedTrees>
  /** Where the Dockerfile is on both sides, see `placeDockerfile`. */
  place(image: ImageConfig, opened: OpenedTrees): Promise<DockerfilePlace>
  /** What enters a tree's build context beyond its commit; null for a tree of ours and outside git. */
  untracked(tree: SideTree, enters: (path: string) => boolean): Promise<Untracked | null>
}

/**
 * Opens the trees of a run. `token` is the job's, for what has to be fetched or asked of GitHub; null
 * without one. What is made is removed by the world's cleanup; the user's checkout is only read.
 */
export function createTrees(world: TreeWorld, token: string | null): Trees {
  const opening = once(() => openCheckout(world, token))
  return {
    async open(image) {
      if (!needsTree(image.before.source) && !needsTree(image.after.source))
        return { before: null, after: null }
      const { event } = world.runner.context
      if (event) refuseStrangers(event)
      const found = await opening()
      if (found === null) return withoutGit(image, world)
      const before = await chooseSide(image, 'before', found, world)
      const after = await chooseSide(image, 'after', found, world)
      await refuseSameCommit(image, before.commit, after.commit, found.checkout, world)
      return { before: await openSide(image, before, found), after: await openSide(image, after, found) }
    },
    async place(image, { before, after }) {
      const trees = { before: before?.tree ?? null, after: after?.tree ?? null }
      return placeDockerfile(image, trees, async (path) => {
        const found = await opening()
        if (found === null || trees.before === null || trees.after === null) return null
        return findRename(
          await found.store.repositoryOf(found.checkout, false),
          trees.before,
          trees.after,
          path,
        )
      })
    },
    async untracked(tree, enters) {
      const found = tree.own ? null : await opening()
      return found && countUntracked(world.git, found.checkout, enters)
    },
  }
}

interface Opening {
  readonly checkout: Checkout
  readonly store: TreeStore
  readonly history: History
}

async function openCheckout(world: TreeWorld, token: string | null): Promise<Opening | null> {
  const { context, log } = world.runner
  const inAction = context.kind === 'action'
  const checkout = await findCheckout(world.git, context.directory, { above: !inAction })
  if (checkout === null) return null
  const github = inAction && token && context.repository ? world.github(token) : null
  const history = { git: world.git, github, warn: (line: string) => log.warning(line) }
  return { checkout, store: createTreeStore(world, token), history }
}

function needsTree(source: Source): boolean {
  return source.kind !== 'image'
}

/** A side's commit before its tree is there: a commit, the checkout in place, nothing, or an error. */
interface Choice {
  readonly side: SideName
  readonly commit: string | null
  readonly outcome: TreeOutcome | null
  /** The commit to make a tree of, with the checkout's uncommitted changes or without. */
  readonly make: (Commit & { readonly changes: boolean }) | null
}

async function chooseSide(
  image: ImageConfig,
  side: SideName,
  found: Opening,
  world: TreeWorld,
): Promise<Choice> {
  const { source } = image[side]
  if (source.kind === 'image') return { side, commit: null, outcome: null, make: null }
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

async function openSide(image: ImageConfig, choice: Choice, found: Opening): Promise<TreeOutcome | null> {
  if (choice.make === null) return choice.outcome
  const { prepare, includeGit } = image
  return found.store.tree(found.checkout, { ...choice.make, prepare, includeGit, side: choice.side })
}

/** Without git only the files that are there can be built; on a runner, none mean a forgotten checkout. */
async function withoutGit(image: ImageConfig, world: TreeWorld): Promise<OpenedTrees> {
  const { directory, kind } = world.runner.context
  const sources = [image.before.source, image.after.source]
  const needsGit =
    image.prepare !== null ||
    image.includeGit ||
    sources.some(({ kind }) => kind === 'base' || kind === 'git')
  if (needsGit || (kind === 'action' && (await readdir(directory)).length === 0)) {
    throw new UserError(
      `${directory} is no git checkout`,
      kind === 'action'
        ? 'Put "- uses: actions/checkout@v6" (without path) before this step'
        : 'Run in a git clone, or compare images: --before image:REF --after image:REF',
    )
  }
  const resolvedBy = 'the working directory, which is in no git repository'
  const tree = { directory: await realpath(directory), commit: null, resolvedBy, own: false }
  const open = (source: Source) => (needsTree(source) ? { tree, error: null } : null)
  return { before: open(image.before.source), after: open(image.after.source) }
}
