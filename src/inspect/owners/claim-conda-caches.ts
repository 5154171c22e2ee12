import type { Stacked } from '../stack.ts'
import { type Claims, strength } from './claims.ts'
import type { TreeShape } from './tree-shape.ts'

/**
 * Claims what conda keeps to install from: a directory `pkgs` that holds `urls.txt`, by which conda knows it
 * (conda `base/constants.py`, `PACKAGE_CACHE_MAGIC_FILE`), or lies beside a `conda-meta`. What an installed package
 * has from there by hard links is the package's.
 */
export function claimCondaCaches(claims: Claims, { depths }: TreeShape): void {
  const trees = cachesOf(claims.stacked).map((node) => ({
    node,
    owner: claims.add(condaCache),
    power: strength.cache + (depths[node] as number),
  }))
  claims.claimTrees(trees)
}

const condaCache = {
  kind: 'cache',
  manager: 'conda',
  name: 'conda packages',
  version: null,
  requested: null,
  path: null,
} as const

function cachesOf({ tree, owners }: Stacked): number[] {
  const name = tree.names.find('pkgs')
  const has = (node: number): boolean => (owners[node] ?? -1) >= 0
  const found: number[] = []
  for (let node = 1; name >= 0 && node < owners.length; node++) {
    if (tree.name(node) !== name || !has(node)) continue
    if (has(tree.find(node, 'urls.txt')) || has(tree.find(tree.parent(node), 'conda-meta'))) found.push(node)
  }
  return found
}
