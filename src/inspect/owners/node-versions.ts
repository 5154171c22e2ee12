import { namedNodes } from '../named-nodes.ts'
import type { Stacked } from '../stack.ts'
import type { Claims } from './claims.ts'
import type { DatabaseFiles } from './owner.ts'
import { packageOwner } from './package-owner.ts'
import { type NodeVersion, yarnVersions } from './yarn-versions.ts'

/**
 * Adds the versions that other package managers than npm leave behind; which files a package has is not decided
 * here. pnpm names the directory around a package `.pnpm/NAME@VERSION[_PEERS]`, Yarn one of those that it unplugs
 * `unplugged/NAME-npm-VERSION-HASH`; for the rest see `yarnVersions`.
 */
export function addNodeVersions(files: DatabaseFiles, claims: Claims): void {
  const versions = [...pathVersions(claims.stacked), ...yarnVersions(files)]
  for (const { name, version, path } of versions) claims.add(packageOwner('node', name, version, path))
}

function pathVersions(stacked: Stacked): NodeVersion[] {
  const { tree, owners } = stacked
  const [pnpm, unplugged] = ['.pnpm', 'unplugged'].map((name) => tree.names.find(name))
  const found: NodeVersion[] = []
  for (const node of namedNodes(tree).named('node_modules')) {
    if ((owners[node] as number) < 0) continue
    const around = tree.parent(node)
    const key = tree.names.text(tree.name(around)).slice(0, 255)
    const place = tree.name(tree.parent(around))
    if (around === 0 || (place !== pnpm && place !== unplugged)) continue
    const [, name, version] = (place === pnpm ? pnpmKey : unpluggedKey).exec(key) ?? []
    for (const path of version === undefined ? [] : packagesIn(stacked, node)) {
      const isOwn = place === unplugged || path === name?.replace('+', '/')
      if (isOwn) found.push({ name: path, version: version ?? '', path: `${tree.path(node)}/${path}` })
    }
  }
  return found
}

const pnpmKey = /^(@?[^@]+)@(\d[^_(@]*)/
const unpluggedKey = /^(.+)-npm-(.+)-[0-9a-f]{10}$/

// `NAME` and `@SCOPE/NAME` right below a `node_modules`.
function packagesIn({ tree, owners }: Stacked, modules: number): string[] {
  const found: string[] = []
  const nameOf = (node: number): string => tree.names.text(tree.name(node))
  tree.eachChild(modules, (node) => {
    if ((owners[node] as number) < 0) return
    const name = nameOf(node)
    if (!/^[.@]/.test(name)) found.push(name)
    if (!name.startsWith('@')) return
    tree.eachChild(node, (inside) => {
      if ((owners[inside] as number) >= 0) found.push(`${name}/${nameOf(inside)}`)
    })
  })
  return found
}
