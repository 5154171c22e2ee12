import { findNode } from '../final-path.ts'
import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import { nameMatcher } from '../name-matcher.ts'
import { namedNodes } from '../named-nodes.ts'
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
  const { tree } = stacked
  const top = findNode(stacked, path, 'follow')
  if (top < 0) return []
  const found: WantedFile[] = []
  // The path of a directory below `top`, relative to that.
  const places = new Map([[top, '']])
  const placeOf = (node: number): string => {
    const place = places.get(node) ?? `${placeOf(tree.parent(node))}${tree.names.text(tree.name(node))}/`
    places.set(node, place)
    return place
  }
  tree.below(top, (node) => {
    if (!isFile(stacked, node)) return
    const inside = `${placeOf(tree.parent(node))}${tree.names.text(tree.name(node))}`
    if (holds.test(inside)) found.push({ path: `${path}/${inside}`, node })
  })
  return found
}

function describedAnywhere(stacked: Stacked): WantedFile[] {
  const { tree } = stacked
  const nodes = namedNodes(tree)
  const isDescribing = nameMatcher(tree, (name) => describingNames.some((one) => one.name === name))
  const metadata = tree.names.find('METADATA')
  const byName = describingNames.flatMap(({ name, below }) => filesIn(stacked, nodes.named(name), below))
  const byEnding = describingEndings.flatMap(({ ending, below, notIn }, index) => {
    const earlier = describingEndings.slice(0, index).map((one) => one.ending)
    return filesIn(stacked, nodes.ending(ending), below).filter((node) => {
      const isEarlier = earlier.some((one) => tree.names.endsWith(tree.name(node), one))
      return !isDescribing(node) && !isEarlier && (notIn === null || !tree.path(node).includes(notIn))
    })
  })
  return [...byName, ...byEnding]
    .filter((node) => tree.name(node) !== metadata || isSmall(stacked, node))
    .map((node) => ({ path: tree.path(node), node }))
}

// Those of the nodes that are files in a directory with such a name.
function filesIn(stacked: Stacked, nodes: Int32Array, below: RegExp): number[] {
  const { tree } = stacked
  if (nodes.length === 0) return []
  const isBelow = nameMatcher(tree, (name) => below.test(name))
  return [...nodes].filter((node) => isBelow(tree.parent(node)) && isFile(stacked, node))
}

// The `package.json` of a project whose packages lie beside it; those of the packages themselves are not read.
function besideModules(stacked: Stacked): WantedFile[] {
  const { tree, owners } = stacked
  const found: WantedFile[] = []
  for (const node of namedNodes(tree).named('node_modules')) {
    if ((owners[node] ?? -1) < 0) continue
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
