import { namedNodes } from '../named-nodes.ts'
import type { Stacked } from '../stack.ts'
import { type Claims, strength } from './claims.ts'
import type { DepthOf } from './node-depths.ts'
import type { DatabaseFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'
import type { TreeClaim } from './tree-claims.ts'

/**
 * Go's own distribution, to be claimed with all below it: a directory `go` that holds `bin/go` and `VERSION`, whose first line is `goVERSION`.
 */
export function claimGoDistributions(files: DatabaseFiles, claims: Claims, depthOf: DepthOf): TreeClaim[] {
  const { tree } = claims.stacked
  return goDistributions(claims.stacked).map((node) => {
    const place = tree.path(node)
    const [, version = ''] = /^go(\S+)/.exec(files.get(`${place}/VERSION`) ?? '') ?? []
    const owner = claims.add(packageOwner('go', 'go', version, place))
    return { node, owner, power: strength.language + depthOf(node) }
  })
}

function goDistributions({ tree, owners }: Stacked): number[] {
  const has = (node: number): boolean => (owners[node] ?? -1) >= 0
  const found: number[] = []
  for (const node of namedNodes(tree).named('go')) {
    if (!has(node) || !has(tree.find(node, 'VERSION'))) continue
    if (has(tree.find(tree.find(node, 'bin'), 'go'))) found.push(node)
  }
  return found
}
