import { findNode } from '../final-path.ts'
import { namedNodes } from '../named-nodes.ts'
import type { Stacked } from '../stack.ts'
import { type Claims, strength } from './claims.ts'
import type { DepthOf } from './node-depths.ts'
import { type PathRule, pathRules } from './path-rules.ts'
import type { TreeClaim } from './tree-claims.ts'

/** What `pathRules` name: generated files and caches, wherever they lie; each is to be claimed with all below it. */
export function claimPlaces(claims: Claims, depthOf: DepthOf): TreeClaim[] {
  return pathRules.flatMap((rule) => {
    const base = rule.owner.kind === 'cache' ? strength.cache : strength.generated
    const owner = claims.add(rule.owner)
    const nodes = placesOf(rule, claims.stacked)
    return nodes.map((node) => ({ node, owner, power: base + depthOf(node) }))
  })
}

function placesOf({ path }: PathRule, stacked: Stacked): number[] {
  if (path.startsWith('/')) {
    const node = findNode(stacked, path, 'follow')
    return node < 0 ? [] : [node]
  }
  const names = path.split('/').reverse()
  const ids = names.map((name) => stacked.tree.names.find(name))
  return ids.includes(-1) ? [] : nodesEndingWith(stacked, names[0] ?? '', ids)
}

// `ids`: numbers of path components, the last one first; `name` is that one.
function nodesEndingWith({ tree, owners }: Stacked, name: string, ids: readonly number[]): number[] {
  const found: number[] = []
  for (const node of namedNodes(tree).named(name)) {
    if ((owners[node] ?? -1) < 0) continue
    let at = node
    let matched = 0
    while (at !== 0 && matched < ids.length && tree.name(at) === ids[matched]) {
      at = tree.parent(at)
      matched++
    }
    if (matched === ids.length) found.push(node)
  }
  return found
}
