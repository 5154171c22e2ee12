import { type Claims, strength } from './claims.ts'
import { findGems } from './find-gems.ts'
import { packageOwner } from './package-owner.ts'
import type { TreeShape } from './tree-shape.ts'

/** Claims Ruby's gems, each with all below the directories that are its own. */
export function claimGems(claims: Claims, { depths }: TreeShape): void {
  const { tree } = claims.stacked
  const trees = findGems(claims.stacked).flatMap(({ name, version, home, nodes }) => {
    const owner = claims.add(packageOwner('ruby', name, version, tree.path(home)))
    return nodes.map((node) => ({ node, owner, power: strength.language + (depths[node] as number) }))
  })
  claims.claimTrees(trees)
  claimGemArchives(claims, depths)
}

// `cache/FULL.gem` is what a gem was unpacked from; nothing reads it again.
function claimGemArchives(claims: Claims, depths: Int32Array): void {
  const { tree, owners } = claims.stacked
  const cache = tree.names.find('cache')
  for (let node = 1; cache >= 0 && node < owners.length; node++) {
    if (
      tree.name(tree.parent(node)) !== cache ||
      !tree.names.endsWith(tree.name(node), '.gem') ||
      (owners[node] as number) < 0
    )
      continue
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
