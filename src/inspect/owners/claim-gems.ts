import { namedNodes } from '../named-nodes.ts'
import { type Claims, strength } from './claims.ts'
import { findGems } from './find-gems.ts'
import type { DepthOf } from './node-depths.ts'
import { packageOwner } from './package-owner.ts'
import type { TreeClaim } from './tree-claims.ts'

/**
 * Claims the archives that Ruby's gems were unpacked from. Out: the gems, each to be claimed with all below the
 * directories that are its own.
 */
export function claimGems(claims: Claims, depthOf: DepthOf): TreeClaim[] {
  const { tree } = claims.stacked
  const trees = findGems(claims.stacked).flatMap(({ name, version, home, nodes }) => {
    const owner = claims.add(packageOwner('ruby', name, version, tree.path(home)))
    return nodes.map((node) => ({ node, owner, power: strength.language + depthOf(node) }))
  })
  claimGemArchives(claims, depthOf)
  return trees
}

// `cache/FULL.gem` is what a gem was unpacked from; nothing reads it again.
function claimGemArchives(claims: Claims, depthOf: DepthOf): void {
  const { tree, owners } = claims.stacked
  const cache = tree.names.find('cache')
  for (const node of namedNodes(tree).ending('.gem')) {
    if (tree.name(tree.parent(node)) !== cache || (owners[node] ?? -1) < 0) continue
    claims.claim(node, claims.add(gemCache), strength.cache + depthOf(node))
  }
}

const gemCache = {
  kind: 'cache',
  manager: 'ruby',
  name: 'gem cache',
  version: null,
  requested: null,
  path: null,
} as const
