import { findNode } from '../final-path.ts'
import { kind, kindOf, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { databases } from './apk.ts'
import { rpmFiles, rpmPlaces } from './rpm/rpm.ts'

/** A file of a package database: the path by which the database names it, and where it really is. */
export interface WantedFile {
  readonly path: string
  readonly node: number
}

/** Every file that `ownersOf` reads and the image has; links to it are followed inside the image. */
export function wantedFiles(stacked: Stacked): WantedFile[] {
  const singles = singleFiles.map((path) => ({ path, node: findNode(stacked, path, 'follow') }))
  // Two of the places may be one directory, by a link: the first name of each file is enough.
  const nodes = singles.map(({ node }) => node)
  const distinct = singles.filter(({ node }, index) => nodes.indexOf(node) === index)
  return [
    ...distinct.filter(({ node }) => isFile(stacked, node)),
    ...directories.flatMap(({ path, holds }) => filesBelow(stacked, path, holds)),
    ...describedAnywhere(stacked),
    ...besideModules(stacked),
  ]
}

const singleFiles = [
  '/var/lib/apt/extended_states',
  '/etc/apk/world',
  ...databases,
  ...rpmPlaces.flatMap((place) => rpmFiles.map((name) => `${place}/${name}`)),
]

const directories = [
  { path: '/var/lib/dpkg', holds: /^(?:status|diversions|info\/[^/]+\.list|status\.d\/[^/]+)$/ },
  { path: '/var/lib/pacman/local', holds: /^[^/]+\/(?:desc|files)$/ },
]

/**
 * True for the name of a tar entry, as written, at which one of these files may lie: any at all of their places, of
 * which the last components are compared alone, as a link may stand in for the directories above.
 */
export function maybeWanted(name: string): boolean {
  const path = `/${name}`
  const slash = path.lastIndexOf('/')
  const last = path.slice(slash + 1)
  if (describing.some(({ name, below }) => name === last && below.test(lastOf(path.slice(0, slash)))))
    return true
  if (singleFiles.some((single) => path.endsWith(lastTwo(single)))) return true
  return directories.some((directory) => {
    const top = `/${lastOf(directory.path)}/`
    const at = path.lastIndexOf(top)
    return at >= 0 && directory.holds.test(path.slice(at + top.length))
  })
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function lastTwo(path: string): string {
  return path.slice(path.lastIndexOf('/', path.lastIndexOf('/') - 1))
}

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
  const metadata = tree.names.find('METADATA')
  const places = new Map(describing.map(({ name, below }) => [tree.names.find(name), below]))
  const found: WantedFile[] = []
  for (let node = 1; node < owners.length; node++) {
    const below = places.get(tree.name(node))
    if (!below || !isFile(stacked, node)) continue
    if (!below.test(tree.names.text(tree.name(tree.parent(node))))) continue
    if (tree.name(node) !== metadata || isSmall(stacked, node)) found.push({ path: tree.path(node), node })
  }
  return found
}

const describing = [
  { name: 'RECORD', below: /\.dist-info$/ },
  { name: 'REQUESTED', below: /\.dist-info$/ },
  { name: 'METADATA', below: /\.dist-info$/ },
  { name: 'top_level.txt', below: /\.(?:dist|egg)-info$/ },
  { name: 'installed-files.txt', below: /\.egg-info$/ },
  { name: '.package-lock.json', below: /^node_modules$/ },
]

// The `package.json` of a project whose packages lie beside it; those of the packages themselves are not read.
function besideModules(stacked: Stacked): WantedFile[] {
  const { tree, owners } = stacked
  const modules = tree.names.find('node_modules')
  if (modules < 0) return []
  const found: WantedFile[] = []
  for (let node = 1; node < owners.length; node++) {
    if (tree.name(node) !== modules || (owners[node] as number) < 0) continue
    const manifest = tree.find(tree.parent(node), 'package.json')
    if (manifest < 0 || !isFile(stacked, manifest) || !isSmall(stacked, manifest)) continue
    const path = tree.path(manifest)
    if (!path.includes('/node_modules/')) found.push({ path, node: manifest })
  }
  return found
}

// What only explains is read up to this size each, so that it never keeps the owners from being known.
function isSmall({ layers, owners, entries }: Stacked, node: number): boolean {
  const layer = layers[owners[node] as number]
  return layer !== undefined && sizeOf(layer, entries[node] as number) <= 256_000
}

function isFile({ layers, owners, entries }: Stacked, node: number): boolean {
  const layer = layers[owners[node] ?? -1]
  return layer !== undefined && kindOf(layer, entries[node] as number) === kind.file
}
