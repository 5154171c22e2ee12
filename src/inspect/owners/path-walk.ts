import { findNode } from '../final-path.ts'
import { kind, type LayerTable } from '../layer-table.ts'
import type { NameTable } from '../name-table.ts'
import { type PathTree, root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/**
 * Goes from one path of a list to the next; of each only what differs from the one before is looked for. One path a
 * call, so that the engine soon has the call compiled, however long the list is.
 */
export class PathWalk {
  /** What the last path named; −1 where no layer has it. Links in its directories are followed inside the image. */
  node = -1
  /** True once some path passed through an empty component, `.` or `..`: nothing then holds. */
  isOdd = false
  /** By what stands where a path has a directory and is none, such as a link, where that leads; −1 for nowhere. */
  readonly detours = new Map<number, number>()
  readonly #stacked: Stacked
  readonly #tree: PathTree
  readonly #names: NameTable
  readonly #bytes: Uint8Array
  readonly #visit: (directory: number) => void
  // By component of the last path: where it ends, counted from the path's start, its node, and where that leads.
  readonly #ends = [0]
  readonly #nodes: number[] = [root]
  readonly #places: number[] = [root]
  #depth = 0
  /** As far as here `#places` are known. */
  #entered = 0
  #before = -1

  /** `bytes` has a line end behind each path. `visit` is called for every directory that a path goes on through. */
  constructor(stacked: Stacked, bytes: Uint8Array, visit: (directory: number) => void) {
    this.#stacked = stacked
    this.#tree = stacked.tree
    this.#names = stacked.tree.names
    this.#bytes = bytes
    this.#visit = visit
  }

  /** Goes to the path that begins at `start` with a slash. Out: where its line ends. */
  next(start: number): number {
    const bytes = this.#bytes
    const [ends, nodes, places] = [this.#ends, this.#nodes, this.#places]
    let depth = this.#depth
    if (this.#before >= 0) {
      const same = sameLength(bytes, this.#before, start)
      while (depth > 0 && !isBefore(bytes, start, ends[depth] as number, same)) depth--
    }
    this.#before = start
    if (this.#entered > depth) this.#entered = depth
    let end = start + (ends[depth] as number)
    while (bytes[end] === slash) {
      if (this.#entered < depth) this.#enter(depth, start)
      const place = places[depth] as number
      const first = end + 1
      end = componentEnd(bytes, first)
      depth++
      const name = place < 0 ? -1 : this.#names.findBytes(bytes, first, end)
      nodes[depth] = name < 0 ? -1 : this.#tree.findNamed(place, name)
      ends[depth] = end - start
    }
    this.#depth = depth
    this.node = nodes[depth] as number
    return end
  }

  #enter(depth: number, start: number): void {
    const node = this.#nodes[depth] as number
    const ends = this.#ends
    let place = node
    if (node >= 0) {
      this.#visit(node)
      if (isInTheWay(this.#stacked, node)) {
        place = placeBehind(this.#stacked, node)
        this.detours.set(node, place)
      }
    } else if (
      isOddName(this.#bytes, start + (ends[depth - 1] as number) + 1, start + (ends[depth] as number))
    ) {
      this.isOdd = true
    }
    this.#places[depth] = place
    this.#entered = depth
  }
}

/** The slash at which the path in a list begins, and what ends its line. */
export const slash = 0x2f
export const lineEnd = 0x0a
const dot = 0x2e

/** Whether something that is no directory stands at a node. */
export function isInTheWay({ layers, owners, entries }: Stacked, node: number): boolean {
  const owner = owners[node] as number
  if (owner < 0 || node === root) return false
  const { inodes, attributes } = layers[owner] as LayerTable
  return (attributes[inodes[entries[node] as number] as number] as number) >> 12 > kind.impliedDirectory
}

/** Where it leads; −1 for nowhere. */
export function placeBehind(stacked: Stacked, node: number): number {
  return findNode(stacked, stacked.tree.path(node), 'follow')
}

// Whether a component that ends there is a directory of both paths.
function isBefore(bytes: Uint8Array, start: number, end: number, same: number): boolean {
  return end <= same && bytes[start + end] === slash
}

function sameLength(bytes: Uint8Array, one: number, other: number): number {
  let at = 0
  while (bytes[one + at] === bytes[other + at] && bytes[one + at] !== lineEnd) at++
  return at
}

function componentEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] !== slash && bytes[at] !== lineEnd) at++
  return at
}

function isOddName(bytes: Uint8Array, start: number, end: number): boolean {
  const isDots =
    bytes[start] === dot && (end - start === 1 || (end - start === 2 && bytes[start + 1] === dot))
  return start === end || isDots
}
