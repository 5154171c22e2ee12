import { claimList } from './claim-list.ts'
import type { Claims } from './claims.ts'
import { FindPaths } from './find-paths.ts'
import type { PackageFiles } from './owner.ts'
import { placedLists } from './placed-lists.ts'
import type { TreeClaim } from './tree-claims.ts'

/**
 * Claims the files of packages. Links in the directories of a path are followed inside the image (a merged
 * /usr), its last component is taken as it is: a link belongs to who ships it, not what it leads to. Paths
 * that the image has not got claim nothing. `powerOf` is asked for each package. Out: the directories that are to be
 * claimed with all below them.
 */
export function claimPackages(
  packages: readonly PackageFiles[],
  claims: Claims,
  powerOf: (found: PackageFiles) => number,
): TreeClaim[] {
  const paths = new FindPaths(claims.stacked)
  const lists = placedLists(claims.stacked.tree)
  const trees: TreeClaim[] = []
  for (const found of packages) {
    const owner = claims.add(found.owner)
    const power = powerOf(found)
    if (found.list) claimList(found.list, { paths, lists }, claims, { owner, power })
    for (const path of found.files) {
      const node = paths.path(path)
      if (node >= 0) claims.claim(node, owner, power)
    }
    for (const path of found.trees) {
      const node = paths.path(path)
      if (node >= 0) trees.push({ node, owner, power })
    }
  }
  return trees
}
