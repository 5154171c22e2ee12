import { namedNodes } from '../named-nodes.ts'
import type { Stacked } from '../stack.ts'
import { type Claims, strength } from './claims.ts'
import type { DepthOf } from './node-depths.ts'
import type { TreeClaim } from './tree-claims.ts'

/**
 * What conda keeps to install from, to be claimed with all below it: a directory `pkgs` that holds `urls.txt`, by which conda knows it
 * (conda `base/constants.py`, `PACKAGE_CACHE_MAGIC_FILE`), or lies beside a `conda-meta`. What an installed package
 * has from there by hard links is the package's.
 */
export function claimCondaCaches(claims: Claims, depthOf: DepthOf): TreeClaim[] {
  return cachesOf(claims.stacked).map((node) => ({
    node,
    owner: claims.add(condaCache),
    power: strength.cache + depthOf(node),
  }))
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
  const has = (node: number): boolean => (owners[node] ?? -1) >= 0
  const found: number[] = []
  for (const node of namedNodes(tree).named('pkgs')) {
    if (!has(node)) continue
    if (has(tree.find(node, 'urls.txt')) || has(tree.find(tree.parent(node), 'conda-meta'))) found.push(node)
  }
  return found
}
