import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SideName } from '../config/config.ts'
import type { World } from '../effects/world.ts'
import { once } from '../once.ts'
import type { Checkout } from './checkout.ts'
import type { Commit } from './commit.ts'
import { fillTree } from './fill-tree.ts'
import { createOwnRepository, type OwnRepository } from './own-repository.ts'
import { prepareTree } from './prepare.ts'
import { basic } from './remote.ts'
import { sideErrorOf } from './side-error.ts'
import type { TreeOutcome } from './tree.ts'
import { uncommittedPaths } from './uncommitted.ts'

/** What the trees need of the world. */
export type TreeWorld = Pick<World, 'runner' | 'git' | 'github' | 'cleanup' | 'signal'>

/** A tree to make. `side` names it in the log. */
export interface TreeRequest extends Commit {
  readonly side: SideName
  /** True to take over the checkout's uncommitted changes to tracked files. */
  readonly changes: boolean
  readonly includeGit: boolean
  readonly prepare: readonly string[] | null
}

/** The repositories and trees that a run makes, in one temporary folder. */
export interface TreeStore {
  /** The repository of ours for a checkout, made at its first use. */
  repositoryOf(checkout: Checkout, submodule: boolean): Promise<OwnRepository>
  /** A tree, made at its first use; the same request gives the same tree. */
  tree(checkout: Checkout, request: TreeRequest): Promise<TreeOutcome>
}

/**
 * A store below the run's temporary directory, which the world's cleanup removes. `token` is the
 * job's, for a checkout that kept no credentials; it only ever stands in the environment of git.
 */
export function createTreeStore(world: TreeWorld, token: string | null): TreeStore {
  const repositories = new Map<string, Promise<OwnRepository>>()
  const trees = new Map<string, Promise<TreeOutcome>>()
  const folder = once(() => makeFolder(world, token))
  const place = async (name: string) => join(await folder(), name)
  const store: TreeStore = {
    repositoryOf(checkout, submodule) {
      return remembered(repositories, checkout.root, async () => {
        const { git, signal, runner } = world
        const options = { git, signal, token, submodule, context: runner.context }
        return createOwnRepository(checkout, await place(`repository-${repositories.size}`), options)
      })
    },
    tree(checkout, request) {
      const { commit, changes, includeGit, prepare } = request
      return remembered(trees, JSON.stringify([commit, changes, includeGit, prepare]), async () =>
        makeTree(checkout, request, await place(`tree-${trees.size}`), store, world),
      )
    },
  }
  return store
}

async function makeFolder(world: TreeWorld, token: string | null): Promise<string> {
  if (token) world.runner.secret(basic(token))
  const parent = world.runner.context.temporaryDirectory
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(await realpath(parent), 'image-size-guard-trees-'))
  world.cleanup.defer(`remove ${folder}`, () => rm(folder, { recursive: true, force: true }))
  return folder
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const promise = known.get(key) ?? make()
  known.set(key, promise)
  return promise
}

async function makeTree(
  checkout: Checkout,
  request: TreeRequest,
  directory: string,
  store: TreeStore,
  world: TreeWorld,
): Promise<TreeOutcome> {
  const { commit, resolvedBy, changes, includeGit, prepare, side } = request
  const warn = (line: string) => world.runner.log.warning(line)
  try {
    const { repositoryOf } = store
    const filling = { git: world.git, repositoryOf, includeGit, changes, warn }
    await fillTree(await repositoryOf(checkout, false), commit, directory, filling)
  } catch (error) {
    return { tree: null, error: sideErrorOf('checkout', error) }
  }
  if (side === 'after' && !changes && commit === checkout.head) await warnOfChanges(checkout, world)
  const error = prepare && (await prepareTree(prepare, directory, side, world.runner, world.signal))
  return error ? { tree: null, error } : { tree: { directory, commit, resolvedBy, own: true }, error: null }
}

async function warnOfChanges(checkout: Checkout, world: TreeWorld): Promise<void> {
  const { length } = await uncommittedPaths(world.git, checkout)
  if (length === 0) return
  const files = length === 1 ? '1 tracked file differs' : `${length} tracked files differ`
  world.runner.log.warning(`${files} from the commit in the checkout; the clean tree has them as committed`)
}
