import { integers, release } from './columns.ts'
import type { PathTree } from './path-tree.ts'

/** The nodes of a tree by the last component of their paths, whether an image has them or not; parents first. */
export interface NamedNodes {
  /** Those of a name (raw bytes). */
  named(name: string): Int32Array
  /** Those whose names end so. */
  ending(ending: string): Int32Array
}

/**
 * In: a tree. Out: its nodes by their names, so that whoever looks for a few names needs no pass of its own over all
 * nodes. Built when it is asked for first, and again after the tree has grown; 4 bytes a node and 4 a name.
 */
export function namedNodes(tree: PathTree): NamedNodes {
  const last = known.get(tree)
  if (last && last.count === tree.count) return last.nodes
  const index = indexed(tree)
  known.set(tree, index)
  return index.nodes
}

interface Index {
  readonly count: number
  readonly nodes: NamedNodes
  /** What gives the memory back. */
  readonly release: () => void
}

const known = new WeakMap<PathTree, Index>()

/** Gives the memory of the tree's index back. What it handed out must not be used any more; a new one may be asked for. */
export function releaseNamedNodes(tree: PathTree): void {
  known.get(tree)?.release()
  known.delete(tree)
}

function indexed(tree: PathTree): Index {
  const { starts, sorted } = byName(tree)
  const nodesOf = (name: number): Int32Array => sorted.subarray(starts[name], starts[name + 1])
  const endings = new Map<string, Int32Array>()
  const nodes: NamedNodes = {
    named: (name) => {
      const id = tree.names.find(name)
      // A name that came after the nodes were counted is no node's.
      return id < 0 || id + 1 >= starts.length ? none : nodesOf(id)
    },
    ending: (ending) => {
      const found = endings.get(ending) ?? joined(namesEnding(tree, ending, starts.length - 1).map(nodesOf))
      endings.set(ending, found)
      return found
    },
  }
  const giveBack = (): void => {
    release(starts)
    release(sorted)
  }
  return { count: tree.count, nodes, release: giveBack }
}

const none = new Int32Array(0)

// Counting sort: the nodes of name `id` stand from `starts[id]` to before `starts[id + 1]`.
function byName(tree: PathTree): { starts: Int32Array; sorted: Int32Array } {
  const { count, nodeNames } = tree
  const nameCount = tree.names.count
  const starts = integers(nameCount + 1)
  for (let node = 1; node < count; node++) {
    const name = nodeNames[node] as number
    starts[name] = (starts[name] as number) + 1
  }
  let sum = 0
  for (let name = 0; name <= nameCount; name++) {
    sum += starts[name] as number
    starts[name] = sum
  }
  const sorted = integers(count - 1)
  for (let node = count - 1; node > 0; node--) {
    const name = nodeNames[node] as number
    const at = (starts[name] as number) - 1
    starts[name] = at
    sorted[at] = node
  }
  return { starts, sorted }
}

// A name that came after the nodes were counted is no node's.
function namesEnding({ names }: PathTree, ending: string, count: number): number[] {
  return names.ending(ending).filter((name) => name < count)
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all.sort()
}
