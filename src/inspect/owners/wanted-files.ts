import { findNode } from '../final-path.ts'
import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { archivesToRead } from './archives.ts'
import { mostDatabaseBytes, mostExplainingBytes } from './database-bounds.ts'
import { databaseDirectories, describingEndings, describingNames, singleFiles } from './wanted-places.ts'

/** A file of a package database: the path by which the database names it, and where it really is. */
export interface WantedFile {
  readonly path: string
  readonly node: number
}

/**
 * Every file that `ownersOf` reads and the image has; links to it are followed inside the image. The package
 * databases by path, so that of two that name a file the same comes first however the image was read; then what is
 * read for a version only, as far as there is room for it.
 */
export function wantedFiles(stacked: Stacked): WantedFile[] {
  const singles = singleFiles.map((path) => ({ path, node: findNode(stacked, path, 'follow') }))
  // Two of the places may be one directory, by a link: the first name of each file is enough.
  const nodes = singles.map(({ node }) => node)
  const distinct = singles.filter(({ node }, index) => nodes.indexOf(node) === index)
  const databases = [
    ...distinct.filter(({ node }) => isFile(stacked, node)),
    ...databaseDirectories.flatMap(({ path, holds }) => filesBelow(stacked, path, holds)),
    ...describedAnywhere(stacked),
    ...besideModules(stacked),
  ].sort((one, other) => (one.path < other.path ? -1 : 1))
  const bytes = databases.reduce((sum, { node }) => sum + sizeAt(stacked, node), 0)
  return [...databases, ...archivesToRead(stacked, mostDatabaseBytes - bytes)]
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
  const places = new Map(describingNames.map(({ name, below }) => [tree.names.find(name), below]))
  const found: WantedFile[] = []
  for (let node = 1; node < owners.length; node++) {
    const below = places.get(tree.name(node)) ?? placeByEnding(stacked, node)
    if (!below || !isFile(stacked, node)) continue
    if (!below.test(tree.names.text(tree.name(tree.parent(node))))) continue
    if (tree.name(node) !== metadata || isSmall(stacked, node)) found.push({ path: tree.path(node), node })
  }
  return found
}

function placeByEnding({ tree }: Stacked, node: number): RegExp | null {
  for (const { ending, below, notIn } of describingEndings) {
    if (!tree.names.endsWith(tree.name(node), ending)) continue
    return notIn !== null && tree.path(node).includes(notIn) ? null : below
  }
  return null
}

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

function isSmall(stacked: Stacked, node: number): boolean {
  return sizeAt(stacked, node) <= mostExplainingBytes
}

function sizeAt({ layers, owners, entries }: Stacked, node: number): number {
  return sizeOf(layers[owners[node] as number] as LayerTable, entries[node] as number)
}

function isFile({ layers, owners, entries }: Stacked, node: number): boolean {
  const layer = layers[owners[node] ?? -1]
  return layer !== undefined && kindOf(layer, entries[node] as number) === kind.file
}
