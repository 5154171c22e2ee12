import { kind, kindOf } from '../layer-table.ts'
import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'
import { type Claims, strength, type TreeClaim } from './claims.ts'
import type { DatabaseFiles } from './owner.ts'
import { parsePackageLock } from './package-lock.ts'
import type { TreeShape } from './tree-shape.ts'

/**
 * Claims the packages of Node: every directory (or link) `node_modules/NAME` or `node_modules/@SCOPE/NAME` with
 * all below it, the deepest first. Versions stand in npm's own `node_modules/.package-lock.json`.
 */
export function claimNodePackages(files: DatabaseFiles, claims: Claims, { depths }: TreeShape): void {
  const { stacked } = claims
  const versions = versionsOf(files)
  const trees: TreeClaim[] = []
  const pathOf = packagePaths(stacked)
  for (let node = 1; node < stacked.owners.length; node++) {
    const name = packageName(stacked, node)
    if (name === null) continue
    const path = pathOf(node)
    const version = versions.get(path) ?? null
    const owner = claims.add({
      kind: 'package',
      manager: 'node',
      name: textOf(name),
      version,
      requested: null,
      path: textOf(path),
    })
    trees.push({ node, owner, power: strength.language + (depths[node] as number) })
  }
  claims.claimTrees(trees)
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

function packageName(stacked: Stacked, node: number): string | null {
  const { tree } = stacked
  const modules = tree.names.find('node_modules')
  const parent = tree.parent(node)
  const isScoped = tree.name(parent) !== modules
  if (modules < 0 || (isScoped && tree.name(tree.parent(parent)) !== modules)) return null
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

function versionsOf(files: DatabaseFiles): ReadonlyMap<string, string> {
  const locks = [...files].filter(([path]) => path.endsWith('/node_modules/.package-lock.json'))
  return new Map(
    locks.flatMap(([path, content]) => {
      const place = path.slice(0, -'node_modules/.package-lock.json'.length)
      return [...parsePackageLock(content)].map(([key, version]): [string, string] => [
        `${place}${key}`,
        version,
      ])
    }),
  )
}
