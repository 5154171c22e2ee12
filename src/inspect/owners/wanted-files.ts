import { findNode } from '../final-path.ts'
import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { databases as apkDatabases } from './apk.ts'
import { archivesToRead } from './archives.ts'
import { mostDatabaseBytes, mostVersionBytes } from './database-bounds.ts'
import { rpmFiles, rpmPlaces } from './rpm/rpm.ts'

/** A file of a package database: the path by which the database names it, and where it really is. */
export interface WantedFile {
  readonly path: string
  readonly node: number
}

/**
 * Every file that `ownersOf` reads and the image has; links to it are followed inside the image. The package
 * databases, then what is read for a version only, as far as there is room for it.
 */
export function wantedFiles(stacked: Stacked): WantedFile[] {
  const singles = singleFiles.map((path) => ({ path, node: findNode(stacked, path, 'follow') }))
  // Two of the places may be one directory, by a link: the first name of each file is enough.
  const nodes = singles.map(({ node }) => node)
  const distinct = singles.filter(({ node }, index) => nodes.indexOf(node) === index)
  const databases = [
    ...distinct.filter(({ node }) => isFile(stacked, node)),
    ...directories.flatMap(({ path, holds }) => filesBelow(stacked, path, holds)),
    ...describedAnywhere(stacked),
  ]
  const bytes = databases.reduce((sum, { node }) => sum + sizeAt(stacked, node), 0)
  const room = Math.min(mostVersionBytes, mostDatabaseBytes - bytes)
  return [...databases, ...archivesToRead(stacked, room)]
}

const singleFiles = [
  '/var/lib/apt/extended_states',
  '/etc/apk/world',
  ...apkDatabases,
  ...rpmPlaces.flatMap((place) => rpmFiles.map((name) => `${place}/${name}`)),
]

const directories = [
  { path: '/var/lib/dpkg', holds: /^(?:status|diversions|info\/[^/]+\.list|status\.d\/[^/]+)$/ },
  { path: '/var/lib/pacman/local', holds: /^[^/]+\/(?:desc|files)$/ },
]

function filesBelow(stacked: Stacked, path: string, holds: RegExp): WantedFile[] {
  const top = findNode(stacked, path, 'follow')
  if (top < 0) return []
  const found: WantedFile[] = []
  const place = stacked.tree.path(top)
  stacked.tree.below(top, (node) => {
    if (!isFile(stacked, node)) return
    const inside = stacked.tree.path(node).slice(place.length + 1)
    if (holds.test(inside)) found.push({ path: `${path}/${inside}`, node })
  })
  return found
}

function describedAnywhere(stacked: Stacked): WantedFile[] {
  const { tree, owners } = stacked
  const places = new Map(describing.map(({ name, below }) => [tree.names.find(name), below]))
  const found: WantedFile[] = []
  for (let node = 1; node < owners.length; node++) {
    const below = places.get(tree.name(node)) ?? jsonPlace(stacked, node)
    if (!below || !isFile(stacked, node)) continue
    if (below.test(tree.names.text(tree.name(tree.parent(node))))) found.push({ path: tree.path(node), node })
  }
  return found
}

const describing = [
  { name: 'RECORD', below: /\.dist-info$/ },
  { name: 'REQUESTED', below: /\.dist-info$/ },
  { name: 'top_level.txt', below: /\.(?:dist|egg)-info$/ },
  { name: 'installed-files.txt', below: /\.egg-info$/ },
  { name: '.package-lock.json', below: /^node_modules$/ },
  { name: '.yarn-state.yml', below: /^node_modules$/ },
  { name: '.yarn-integrity', below: /^node_modules$/ },
  { name: '.pnp.cjs', below: /^/ },
  { name: '.pnp.js', below: /^/ },
  { name: '.pnp.data.json', below: /^/ },
  { name: 'installed.json', below: /^composer$/ },
  { name: 'VERSION', below: /^go$/ },
]

// conda's records have any name; .NET's lists are anywhere but in the cache that packages are installed from.
function jsonPlace({ tree }: Stacked, node: number): RegExp | null {
  if (!tree.names.endsWith(tree.name(node), '.json')) return null
  if (!tree.names.endsWith(tree.name(node), '.deps.json')) return /^conda-meta$/
  return tree.path(node).includes('/.nuget/') ? null : /^/
}

function sizeAt({ layers, owners, entries }: Stacked, node: number): number {
  return sizeOf(layers[owners[node] as number] as LayerTable, entries[node] as number)
}

function isFile({ layers, owners, entries }: Stacked, node: number): boolean {
  const layer = layers[owners[node] ?? -1]
  return layer !== undefined && kindOf(layer, entries[node] as number) === kind.file
}
