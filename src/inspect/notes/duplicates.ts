import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'
import { packageCopies } from './package-paths.ts'
import { type Copy, sameContents } from './same-contents.ts'

/** Files with the same content at several paths, together for all contents that the same layers have. */
export interface DuplicateContent {
  /** The layers that have a copy, lowest first. */
  readonly layers: readonly number[]
  /** What one copy of each content instead of all would save; the base image's own copies stay. */
  readonly bytes: number
  /** How many contents, and the largest of them with paths; at most `mostExamples` with `mostPaths` each. */
  readonly count: number
  readonly examples: readonly {
    readonly size: number
    readonly copies: readonly { readonly path: string; readonly layer: number }[]
  }[]
}

/** The duplicates with the most bytes, or why they are not known. */
export interface Duplicates {
  readonly duplicates: readonly DuplicateContent[] | null
  readonly duplicatesProblem: string | null
}

const mostGroups = 20
const mostExamples = 3
const mostPaths = 5

/**
 * Live regular files whose content is the same, told by size and checksum; hard links are one file. What packages
 * bring twice is theirs to share, and not among them. `files`: see `LiveFiles.large`. `ownFrom`: the first layer above the
 * base image. The groups are null where the layers' checksums are of two kinds.
 */
export function duplicatesOf(stacked: Stacked, files: Int32Array, ownFrom: number): Duplicates {
  if (new Set(stacked.layers.map(({ checksumKind }) => checksumKind)).size > 1) {
    const problem = 'the layers were read in two ways, whose checksums cannot be compared'
    return { duplicates: null, duplicatesProblem: problem }
  }
  const groups = new Map<string, Group>()
  const areOfPackages = packageCopies(stacked.tree)
  for (const copies of sameContents(stacked, files)) {
    if (!areOfPackages(copies)) add(groups, copies, ownFrom)
  }
  const largest = [...groups.values()].sort((a, b) => b.bytes - a.bytes).slice(0, mostGroups)
  return { duplicates: largest.map((group) => described(group, stacked)), duplicatesProblem: null }
}

interface Group {
  readonly layers: readonly number[]
  bytes: number
  count: number
  readonly examples: Copy[][]
}

function add(groups: Map<string, Group>, copies: readonly Copy[], ownFrom: number): void {
  const own = copies.filter(({ layer }) => layer >= ownFrom).length
  const extra = own === copies.length ? own - 1 : own
  const size = copies[0]?.size ?? 0
  if (extra < 1) return
  const layers = [...new Set(copies.map(({ layer }) => layer))].sort((a, b) => a - b)
  const key = layers.join()
  const group = groups.get(key) ?? { layers, bytes: 0, count: 0, examples: [] }
  groups.set(key, group)
  group.bytes += extra * size
  group.count += 1
  group.examples.push([...copies])
  group.examples.sort((a, b) => total(b) - total(a))
  if (group.examples.length > mostExamples) group.examples.pop()
}

function total(copies: readonly Copy[]): number {
  return copies.reduce((sum, { size }) => sum + size, 0)
}

function described({ layers, bytes, count, examples }: Group, { tree }: Stacked): DuplicateContent {
  return {
    ...{ layers, bytes, count },
    examples: examples.map((copies) => ({
      size: copies[0]?.size ?? 0,
      copies: copies.slice(0, mostPaths).map(({ node, layer }) => ({ path: textOf(tree.path(node)), layer })),
    })),
  }
}
