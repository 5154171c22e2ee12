import { findNode } from '../final-path.ts'
import { root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'
import type { Claims, TreeClaim } from './claims.ts'
import type { PackageFiles } from './owner.ts'

/**
 * Claims the files of packages. Links in the directories of a path are followed inside the image (a merged
 * /usr), its last component is taken as it is: a link belongs to who ships it, not what it leads to. Paths
 * that the image has not got claim nothing. `powerOf` is asked for each claimed node.
 */
export function claimPackages(
  packages: readonly PackageFiles[],
  claims: Claims,
  powerOf: (found: PackageFiles) => number,
): void {
  const nodeOf = resolver(claims.stacked)
  const trees: TreeClaim[] = []
  for (const found of packages) {
    const owner = claims.add(found.owner)
    const power = powerOf(found)
    for (const path of found.files) {
      const node = nodeOf(path)
      if (node >= 0) claims.claim(node, owner, power)
    }
    for (const path of found.trees) {
      const node = nodeOf(path)
      if (node >= 0) trees.push({ node, owner, power })
    }
  }
  claims.claimTrees(trees)
}

// Lists name the files of a directory one after the other, and the same directories again and again.
function resolver(stacked: Stacked): (path: string) => number {
  const directories = new Map<string, number>()
  const directoryOf = (path: string): number => {
    const known = directories.get(path)
    if (known !== undefined) return known
    const node = path === '' ? root : findNode(stacked, path, 'follow')
    directories.set(path, node)
    return node
  }
  let last = { path: '', node: root as number }
  return (path) => {
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    if (name === '..' || name === '.') return -1
    if (slash !== last.path.length || !path.startsWith(last.path)) {
      const directory = path.slice(0, slash)
      last = { path: directory, node: directoryOf(directory) }
    }
    const node = last.node < 0 ? -1 : stacked.tree.find(last.node, name)
    return node >= 0 && (stacked.owners[node] ?? -1) >= 0 ? node : -1
  }
}
