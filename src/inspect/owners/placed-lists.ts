import { grown } from '../columns.ts'
import type { PathTree } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'
import { isInTheWay, lineEnd, PathWalk, placeBehind, slash } from './path-walk.ts'

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

/** What was found of a tree's lists so far; it is good until the tree grows. */
export function placedLists(tree: PathTree): PlacedLists {
  const last = known.get(tree)
  if (last?.count === tree.count) return last.lists
  const lists = new PlacedLists()
  known.set(tree, { count: tree.count, lists })
  return lists
}

const known = new WeakMap<PathTree, { readonly count: number; readonly lists: PlacedLists }>()

/**
 * The lists of packages (see `PathList`) taken apart, for all images of one tree: most packages of one are in the
 * other too, and a list whose directories are at the same places names the same nodes. 4 bytes for each of its paths
 * and directories.
 */
export class PlacedLists {
  readonly #lists = new Map<string, PlacedList | null>()
  #nodes = new Int32Array(1024)
  #length = 0
  #directories = new Int32Array(1024)
  #directoryCount = 0
  #bytes = Buffer.alloc(4096)

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

  #read(text: string, stacked: Stacked): PlacedList | null {
    const bytes = this.#written(text)
    const [from, firstDirectory] = [this.#length, this.#directoryCount]
    const walk = new PathWalk(stacked, bytes, (directory) => this.#addDirectory(directory))
    for (let at = 0, { length } = text; at < length && !walk.isOdd; at++) {
      if (bytes[at] === slash) {
        at = walk.next(at)
        if (walk.node > 0) this.#add(walk.node)
      } else at = bytes.indexOf(lineEnd, at)
    }
    if (walk.isOdd) return null
    const detours = walk.detours.size > 0 ? walk.detours : null
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
