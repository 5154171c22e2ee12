import type { Stacked } from '../stack.ts'
import { type Claims, strength } from './claims.ts'
import type { DatabaseFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'
import type { TreeShape } from './tree-shape.ts'

/**
 * Claims Go's own distribution: a directory `go` that holds `bin/go` and `VERSION`, whose first line is `goVERSION`.
 */
export function claimGoDistributions(files: DatabaseFiles, claims: Claims, { depths }: TreeShape): void {
  const { tree } = claims.stacked
  const trees = goDistributions(claims.stacked).map((node) => {
    const place = tree.path(node)
    const [, version = ''] = /^go(\S+)/.exec(files.get(`${place}/VERSION`) ?? '') ?? []
    const owner = claims.add(packageOwner('go', 'go', version, place))
    return { node, owner, power: strength.language + (depths[node] as number) }
  })
  claims.claimTrees(trees)
}

function goDistributions({ tree, owners }: Stacked): number[] {
  const go = tree.names.find('go')
  const has = (node: number): boolean => (owners[node] ?? -1) >= 0
  const found: number[] = []
  for (let node = 1; go >= 0 && node < owners.length; node++) {
    if (tree.name(node) !== go || !has(node) || !has(tree.find(node, 'VERSION'))) continue
    if (has(tree.find(tree.find(node, 'bin'), 'go'))) found.push(node)
  }
  return found
}
