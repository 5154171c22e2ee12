import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'
import { type ArchiveName, archiveName } from './archive-name.ts'

/** A file that is a package; its version as the name has it. */
export interface Archive extends ArchiveName {
  readonly node: number
}

/**
 * The files that are a package each, by their paths alone: Java's archives, and programs that `go install` put into
 * a directory `go/bin`.
 */
export function archives({ tree, owners, layers, entries }: Stacked): Archive[] {
  const isJava = (node: number): boolean =>
    endings.some((ending) => tree.names.endsWith(tree.name(node), ending))
  const isInGoBin = goBin(tree)
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
 * Those of them whose content is read for a version that the name has not got: by path, as many as fit into
 * `mostBytes`, and `mostRead` at most. The choice depends on paths and sizes only.
 */
export function archivesToRead(stacked: Stacked, mostBytes: number): { path: string; node: number }[] {
  const unknown = archives(stacked).filter(({ version }) => version === '')
  const byPath = unknown.map(({ node }) => ({ path: stacked.tree.path(node), node }))
  byPath.sort((one, other) => (one.path < other.path ? -1 : 1))
  let left = mostBytes
  const fitting = byPath.filter(({ node }) => {
    const layer = stacked.layers[stacked.owners[node] as number] as LayerTable
    const size = sizeOf(layer, stacked.entries[node] as number)
    if (size > left) return false
    left -= size
    return true
  })
  return fitting.slice(0, mostRead)
}

const mostRead = 50
const endings = ['.jar', '.war', '.ear'] as const

function goBin(tree: Stacked['tree']): (node: number) => boolean {
  const [bin, go] = [tree.names.find('bin'), tree.names.find('go')]
  return (node) => {
    const directory = tree.parent(node)
    const above = tree.parent(directory)
    return above !== 0 && tree.name(directory) === bin && tree.name(above) === go
  }
}
