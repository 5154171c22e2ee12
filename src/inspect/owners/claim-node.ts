import { kind, kindOf } from '../layer-table.ts'
import { namedNodes } from '../named-nodes.ts'
import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'
import { type Claims, strength } from './claims.ts'
import type { DepthOf } from './node-depths.ts'
import { nodePackages, outerPackage } from './node-relations.ts'
import type { DatabaseFiles, Owner, PackageFiles } from './owner.ts'
import type { TreeClaim } from './tree-claims.ts'

/**
 * The packages of Node: every directory (or link) `node_modules/NAME` or `node_modules/@SCOPE/NAME`, each to be
 * claimed with all below it, the deepest first. Out: the packages with what is known of them, too; one whose place is
 * inside another is needed by that.
 */
export function claimNodePackages(
  files: DatabaseFiles,
  claims: Claims,
  depthOf: DepthOf,
): { readonly found: readonly NodeOwner[]; readonly trees: readonly TreeClaim[] } {
  const { stacked } = claims
  const known = nodePackages(files)
  const trees: TreeClaim[] = []
  const found: NodeOwner[] = []
  const pathOf = packagePaths(stacked)
  const modules = stacked.tree.names.find('node_modules')
  for (const node of placesOfPackages(stacked)) {
    const name = packageName(stacked, node, modules)
    if (name === null) continue
    const path = pathOf(node)
    const { version, requested, relations } = known(path, name)
    const outer = outerPackage(path, name)
    const owner = ownerOf(name, path, version, requested)
    found.push({ owner, relations: outer === null ? relations : { ...relations, neededBy: [outer] } })
    trees.push({ node, owner: claims.add(owner), power: strength.language + depthOf(node) })
  }
  return { found, trees }
}

// What may be a package by its place, parents first.
function placesOfPackages({ tree }: Stacked): Int32Array {
  const found: number[] = []
  const { names, nodeNames } = tree
  for (const modules of namedNodes(tree).named('node_modules')) {
    tree.eachChild(modules, (node) => {
      found.push(node)
      if (names.startsWith(nodeNames[node] as number, '@'))
        tree.eachChild(node, (inside) => found.push(inside))
    })
  }
  return Int32Array.from(new Set(found)).sort()
}

/** A package with what it says about others. */
type NodeOwner = Pick<PackageFiles, 'owner' | 'relations'>

function ownerOf(name: string, path: string, version: string | null, requested: boolean | null): Owner {
  return {
    kind: 'package',
    manager: 'node',
    name: textOf(name),
    version,
    requested,
    path: textOf(path),
  }
}

// To be asked for outer packages before those inside them: the path of the outer one begins the inner one's.
function packagePaths({ tree }: Stacked): (node: number) => string {
  const known = new Map<number, string>([[0, '']])
  return (node) => {
    let path = ''
    let at = node
    for (; !known.has(at); at = tree.parent(at)) path = `/${tree.names.text(tree.name(at))}${path}`
    path = `${known.get(at) ?? ''}${path}`
    known.set(node, path)
    return path
  }
}

// `modules`: the number of the name `node_modules`.
function packageName(stacked: Stacked, node: number, modules: number): string | null {
  const { tree } = stacked
  const parent = tree.parent(node)
  const isScoped = tree.name(parent) !== modules
  if (isScoped && tree.name(tree.parent(parent)) !== modules) return null
  if (parent === 0 || !isPackage(stacked, node)) return null
  const name = tree.names.text(tree.name(node))
  const scope = tree.names.text(tree.name(parent))
  if (isScoped) return scope.startsWith('@') ? `${scope}/${name}` : null
  return /^[.@]/.test(name) ? null : name
}

function isPackage({ layers, owners, entries }: Stacked, node: number): boolean {
  const layer = layers[owners[node] ?? -1]
  const what = layer && kindOf(layer, entries[node] as number)
  return what === kind.directory || what === kind.impliedDirectory || what === kind.symlink
}
