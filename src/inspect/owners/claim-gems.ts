import { namedNodes } from '../named-nodes.ts'
import { type Claims, strength } from './claims.ts'
import { findGems } from './find-gems.ts'
import { packageOwner } from './package-owner.ts'
import type { TreeClaim } from './tree-claims.ts'
import type { TreeShape } from './tree-shape.ts'

/**
 * Claims the archives that Ruby's gems were unpacked from. Out: the gems, each to be claimed with all below the
 * directories that are its own.
 */
export function claimGems(claims: Claims, { depths }: TreeShape): TreeClaim[] {
  const { tree } = claims.stacked
  const trees = findGems(claims.stacked).flatMap(({ name, version, home, nodes }) => {
    const owner = claims.add(packageOwner('ruby', name, version, tree.path(home)))
    return nodes.map((node) => ({ node, owner, power: strength.language + (depths[node] as number) }))
  })
  claimGemArchives(claims, depths)
  return trees
}

// `cache/FULL.gem` is what a gem was unpacked from; nothing reads it again.
function claimGemArchives(claims: Claims, depths: Int32Array): void {
  const { tree, owners } = claims.stacked
  const cache = tree.names.find('cache')
  for (const node of namedNodes(tree).ending('.gem')) {
    if (tree.name(tree.parent(node)) !== cache || (owners[node] ?? -1) < 0) continue
    claims.claim(node, claims.add(gemCache), strength.cache + (depths[node] as number))
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
