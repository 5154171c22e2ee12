import { grown } from '../columns.ts'
import { findNode } from '../final-path.ts'
import { kind, type LayerTable } from '../layer-table.ts'
import { type PathTree, root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/** What a list of plain paths names: the nodes of `PlacedLists.nodes` from `from` to before `to`. */
export interface PlacedList {
  readonly from: number
  readonly to: number
  /** Which of `#directories` it passes through. */
  readonly firstDirectory: number
  readonly endDirectory: number
  /** By what stands where the list has a directory, such as a link, where that leads; −1 for nowhere. */
  readonly detours: ReadonlyMap<number, number> | null
}

/**
 * The lists of packages (see `PathList`) taken apart, for all images of one tree: most packages of one are in the
 * other too, and a list whose directories are at the same places names the same nodes. 4 bytes for each of its paths
 * and directories.
 */
export class PlacedLists {
  readonly #tree: PathTree
  readonly #lists = new Map<string, PlacedList | null>()
  #nodes = new Int32Array(1024)
  #length = 0
  #directories = new Int32Array(1024)
  #directoryCount = 0
  #bytes = Buffer.alloc(4096)

  constructor(tree: PathTree) {
    this.#tree = tree
  }

  /** What lists name; whether an image has it is not said. Good until the next list comes. */
  get nodes(): Int32Array {
    return this.#nodes
  }

  /**
   * What a list names in an image. Links in the directories of a path are followed inside the image; what stands where
   * the list has a directory and is none, such as the link itself, is left out. Null for a list of which some path
   * passes through an empty component, `.` or `..`.
   */
  place(text: string, stacked: Stacked): PlacedList | null {
    const known = this.#lists.get(text)
    if (known === null || (known && this.#isSame(known, stacked))) return known
    const found = this.#read(text, stacked)
    this.#lists.set(text, found)
    return found
  }

  // A node that an image has is below directories only, so that its path was right without a look at them.
  #isSame({ firstDirectory, endDirectory, detours }: PlacedList, stacked: Stacked): boolean {
    const directories = this.#directories
    for (let at = firstDirectory; at < endDirectory; at++) {
      const node = directories[at] as number
      const isKnown = detours?.has(node) ?? false
      if (isInTheWay(stacked, node) !== isKnown) return false
      if (isKnown && detours?.get(node) !== placeBehind(stacked, node)) return false
    }
    return true
  }

  // Of a path only what differs from the one before it is looked for.
  #read(text: string, stacked: Stacked): PlacedList | null {
    const { length } = text
    const bytes = this.#written(text)
    const tree = this.#tree
    const { names } = tree
    const [from, firstDirectory] = [this.#length, this.#directoryCount]
    let detours: Map<number, number> | null = null
    // By component of the last path: where it ends, counted from the path's start, its node, and where that leads.
    const ends: number[] = [0]
    const nodes: number[] = [root]
    const places: number[] = [root]
    let [depth, entered, before] = [0, 0, -1]
    for (let start = 0, end = 0; start < length; start = end + 1) {
      if (bytes[start] !== slash) {
        end = lineEndFrom(bytes, start)
        continue
      }
      const same = before < 0 ? 0 : sameLength(bytes, before, start)
      while (
        depth > 0 &&
        !((ends[depth] as number) <= same && bytes[start + (ends[depth] as number)] === slash)
      )
        depth--
      if (entered > depth) entered = depth
      before = start
      end = start + (ends[depth] as number)
      while (bytes[end] === slash) {
        if (entered < depth) {
          const node = nodes[depth] as number
          places[depth] = node
          if (node < 0) {
            if (isOdd(bytes, start + (ends[depth - 1] as number) + 1, end)) return null
          } else {
            this.#addDirectory(node)
            if (isInTheWay(stacked, node)) {
              places[depth] = placeBehind(stacked, node)
              detours = (detours ?? new Map<number, number>()).set(node, places[depth] as number)
            }
          }
          entered = depth
        }
        const place = places[depth] as number
        const first = end + 1
        end = componentEnd(bytes, first)
        const name = place < 0 ? -1 : names.findBytes(bytes, first, end)
        depth++
        nodes[depth] = name < 0 ? -1 : tree.findNamed(place, name)
        ends[depth] = end - start
      }
      const node = nodes[depth] as number
      if (node > 0) this.#add(node)
    }
    if (detours !== null) this.#leaveOut(from, detours)
    return { from, to: this.#length, firstDirectory, endDirectory: this.#directoryCount, detours }
  }

  // With a line end behind it.
  #written(text: string): Buffer {
    if (text.length >= this.#bytes.length) this.#bytes = Buffer.alloc(text.length * 2)
    this.#bytes.write(text, 'latin1')
    this.#bytes[text.length] = lineEnd
    return this.#bytes
  }

  #leaveOut(from: number, detours: ReadonlyMap<number, number>): void {
    const nodes = this.#nodes
    let to = from
    for (let at = from; at < this.#length; at++) {
      const node = nodes[at] as number
      if (!detours.has(node)) nodes[to++] = node
    }
    this.#length = to
  }

  #add(node: number): void {
    if (this.#length === this.#nodes.length) this.#nodes = grown(this.#nodes, this.#length + 1)
    this.#nodes[this.#length++] = node
  }

  #addDirectory(node: number): void {
    const count = this.#directoryCount
    if (count === this.#directories.length) this.#directories = grown(this.#directories, count + 1)
    this.#directories[count] = node
    this.#directoryCount = count + 1
  }
}

const slash = 0x2f
const lineEnd = 0x0a
const dot = 0x2e

// These loops are functions of their own so that the engine soon compiles them.

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

function lineEndFrom(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] !== lineEnd) at++
  return at
}

function isOdd(bytes: Uint8Array, start: number, end: number): boolean {
  const isDots =
    bytes[start] === dot && (end - start === 1 || (end - start === 2 && bytes[start + 1] === dot))
  return start === end || isDots
}

// Whether something that is no directory stands at a node.
function isInTheWay({ layers, owners, entries }: Stacked, node: number): boolean {
  const owner = owners[node] ?? -1
  if (owner < 0 || node === root) return false
  const { inodes, attributes } = layers[owner] as LayerTable
  return (attributes[inodes[entries[node] as number] as number] as number) >> 12 > kind.impliedDirectory
}

function placeBehind(stacked: Stacked, node: number): number {
  return findNode(stacked, stacked.tree.path(node), 'follow')
}
