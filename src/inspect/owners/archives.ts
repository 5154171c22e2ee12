import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { type ArchiveName, archiveName } from './archive-name.ts'
import { mostVersionBytes, mostVersionFileBytes, mostVersionFiles } from './database-bounds.ts'

/** A file that is a package; its version as the name has it. */
export interface Archive extends ArchiveName {
  readonly node: number
}

/**
 * The files that are a package each, by their paths alone: Java's archives, and programs that `go install` put into
 * a directory `go/bin`.
 */
export function archives(stacked: Stacked): Archive[] {
  const { tree, owners, layers, entries } = stacked
  const isJava = (node: number): boolean =>
    endings.some((ending) => tree.names.endsWith(tree.name(node), ending))
  const isInGoBin = goBin(stacked)
  const found: Archive[] = []
  for (let node = 1; node < owners.length; node++) {
    const layer = layers[owners[node] as number]
    if (!layer || kindOf(layer, entries[node] as number) !== kind.file) continue
    const name = (): string => tree.names.text(tree.name(node))
    if (isJava(node)) found.push({ node, ...archiveName(name()) })
    else if (isInGoBin(node)) found.push({ node, manager: 'go', name: name(), version: '' })
  }
  return found
}

/**
 * Those of them whose content is read for a version that the name has not got: all, or none when they are more than
 * `mostVersionFiles`, or more than `mostVersionBytes` or `room` together. The choice depends on paths and sizes only.
 */
export function archivesToRead(stacked: Stacked, room: number): { path: string; node: number }[] {
  const sizeAt = (node: number): number =>
    sizeOf(stacked.layers[stacked.owners[node] as number] as LayerTable, stacked.entries[node] as number)
  const unknown = archives(stacked).filter(({ node, version }) => {
    return version === '' && sizeAt(node) <= mostVersionFileBytes
  })
  const bytes = unknown.reduce((sum, { node }) => sum + sizeAt(node), 0)
  if (unknown.length > mostVersionFiles || bytes > Math.min(mostVersionBytes, room)) return []
  return unknown.map(({ node }) => ({ path: stacked.tree.path(node), node }))
}

/** True for an absolute path of a file that is a package by its name, without a version in it. */
export function isUnversionedArchive(path: string): boolean {
  if (/\/go\/bin\/[^/]+$/.test(path)) return true
  const name = path.slice(path.lastIndexOf('/') + 1)
  return endings.some((ending) => name.endsWith(ending)) && archiveName(name).version === ''
}

const endings = ['.jar', '.war', '.ear'] as const

// Not those of Go's own distribution, which has its VERSION beside `bin`.
function goBin({ tree, owners }: Stacked): (node: number) => boolean {
  const [bin, go] = [tree.names.find('bin'), tree.names.find('go')]
  return (node) => {
    const directory = tree.parent(node)
    const above = tree.parent(directory)
    if (above === 0 || tree.name(directory) !== bin || tree.name(above) !== go) return false
    return (owners[tree.find(above, 'VERSION')] ?? -1) < 0
  }
}
