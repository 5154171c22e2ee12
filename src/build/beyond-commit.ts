import type { ImageConfig, SideName } from '../config/config.ts'
import type { Untracked } from './built.ts'
import type { DockerfilePlace } from './dockerfile-place.ts'
import { type ContextPaths, entersContext } from './enters-context.ts'
import type { OpenedTrees, Trees } from './open-trees.ts'

/**
 * The files beyond the commit that enter the after side's build context and can look like growth: where the before
 * side is built in the same checkout, those that enter its context too are in both images. Null for a tree
 * of ours, for a side without a tree, and outside git.
 */
export async function countBeyondCommit(
  image: ImageConfig,
  opened: OpenedTrees,
  place: Pick<DockerfilePlace, SideName>,
  trees: Pick<Trees, 'untracked'>,
): Promise<Untracked | null> {
  const tree = opened.after?.tree
  if (!tree) return null
  const pathsOf = (side: SideName): Promise<ContextPaths> =>
    entersContext(tree.directory, { ...image[side].build, file: place[side] }, image.includeGit)
  const paths = await pathsOf('after')
  const shared = opened.before?.tree?.directory === tree.directory
  return trees.untracked(tree, shared ? without(paths, await pathsOf('before')) : paths)
}

function without(paths: ContextPaths, other: ContextPaths): ContextPaths {
  return {
    enters: (path) => paths.enters(path) && !other.enters(path),
    mayEnterBelow: (directory) => paths.mayEnterBelow(directory),
  }
}
