import { findNode } from '../final-path.ts'
import type { Stacked } from '../stack.ts'
import { type Claims, strength } from './claims.ts'
import { type PathRule, pathRules } from './path-rules.ts'
import type { TreeShape } from './tree-shape.ts'

/** Claims what `pathRules` name: generated files and caches, wherever they lie. */
export function claimPlaces(claims: Claims, { depths }: TreeShape): void {
  const trees = pathRules.flatMap((rule) => {
    const base = rule.owner.kind === 'cache' ? strength.cache : strength.generated
    const owner = claims.add(rule.owner)
    const nodes = placesOf(rule, claims.stacked)
    return nodes.map((node) => ({ node, owner, power: base + (depths[node] as number) }))
  })
  claims.claimTrees(trees)
}

function placesOf({ path }: PathRule, stacked: Stacked): number[] {
  if (path.startsWith('/')) {
    const node = findNode(stacked, path, 'follow')
    return node < 0 ? [] : [node]
  }
  const ids = path
    .split('/')
    .map((name) => stacked.tree.names.find(name))
    .reverse()
  return ids.includes(-1) ? [] : nodesEndingWith(stacked, ids)
}

// `ids`: numbers of path components, the last one first.
function nodesEndingWith({ tree, owners }: Stacked, ids: readonly number[]): number[] {
  const found: number[] = []
  for (let node = 1; node < owners.length; node++) {
    if (tree.name(node) !== ids[0] || (owners[node] as number) < 0) continue
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
