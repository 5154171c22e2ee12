import { textOf } from '../raw-text.ts'
import type { Stacked } from '../stack.ts'
import { packageCopies } from './package-paths.ts'
import { type Copy, eachSameContent } from './same-contents.ts'

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
  // Contents that the same layers have come one after the other.
  let last: Group | null = null
  eachSameContent(stacked, files, (copies) => {
    const extra = extraCopies(copies, ownFrom)
    if (extra === 0 || areOfPackages(copies)) return
    if (last === null || !haveLayers(copies, last.layers)) last = groupOf(copies, groups)
    add(last, copies, extra)
  })
  const largest = [...groups.values()].sort((a, b) => b.bytes - a.bytes).slice(0, mostGroups)
  return { duplicates: largest.map((group) => described(group, stacked)), duplicatesProblem: null }
}

interface Group {
  readonly layers: readonly number[]
  bytes: number
  count: number
  readonly examples: Copy[][]
}

function extraCopies(copies: readonly Copy[], ownFrom: number): number {
  let own = 0
  for (const { layer } of copies) if (layer >= ownFrom) own++
  return own === copies.length ? own - 1 : own
}

function groupOf(copies: readonly Copy[], groups: Map<string, Group>): Group {
  const layers = layersOf(copies)
  const key = layers.join()
  const group = groups.get(key) ?? { layers, bytes: 0, count: 0, examples: [] }
  groups.set(key, group)
  return group
}

function haveLayers(copies: readonly Copy[], layers: readonly number[]): boolean {
  for (const { layer } of copies) if (!layers.includes(layer)) return false
  return layers.length === 1 || layers.every((layer) => copies.some((copy) => copy.layer === layer))
}

// Called for each content that there is twice, which can be every file of an image.
function add(group: Group, copies: Copy[], extra: number): void {
  group.bytes += extra * (copies[0]?.size ?? 0)
  group.count += 1
  const { examples } = group
  const bytes = total(copies)
  const at = examples.findIndex((example) => total(example) < bytes)
  if (at < 0 && examples.length === mostExamples) return
  examples.splice(at < 0 ? examples.length : at, 0, copies)
  if (examples.length > mostExamples) examples.pop()
}

function layersOf(copies: readonly Copy[]): number[] {
  const layers: number[] = []
  for (const { layer } of copies) if (!layers.includes(layer)) layers.push(layer)
  return layers.sort((a, b) => a - b)
}

// All are of one size.
function total(copies: readonly Copy[]): number {
  return copies.length * (copies[0]?.size ?? 0)
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
