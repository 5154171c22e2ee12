import { IntegerRow } from '../integer-row.ts'
import type { PathTree } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'
import { isInTheWay, placeBehind } from './in-the-way.ts'
import { ListWalk } from './list-walk.ts'

/** What a list of plain paths names: the nodes of `PlacedLists.nodes` from `from` to before `to`. */
export interface PlacedList {
  readonly from: number
  readonly to: number
  /** Which of `#directories` it passes through. */
  readonly firstDirectory: number
  readonly endDirectory: number
  /** By what stands where the list has a directory, such as a link, where that leads; −1 for nowhere. */
  readonly detours: ReadonlyMap<number, number>
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
  readonly #rows = { nodes: new IntegerRow(), directories: new IntegerRow() }
  readonly #walk = new ListWalk()

  /** What lists name; whether an image has it is not said. Good until the next list comes. */
  get nodes(): Int32Array {
    return this.#rows.nodes.values
  }

  /**
   * What a list names in an image. Links in the directories of a path are followed inside the image; what stands where
   * the list has a directory and is none, such as the link itself, is left out. Null for a list that has to be read path
   * by path.
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
    const directories = this.#rows.directories.values
    for (let at = firstDirectory; at < endDirectory; at++) {
      const node = directories[at] as number
      const isKnown = detours.has(node)
      if (isInTheWay(stacked, node) !== isKnown) return false
      if (isKnown && detours.get(node) !== placeBehind(stacked, node)) return false
    }
    return true
  }

  #read(text: string, stacked: Stacked): PlacedList | null {
    const { nodes, directories } = this.#rows
    const [from, firstDirectory] = [nodes.length, directories.length]
    const detours = this.#walk.read(text, stacked, this.#rows)
    if (detours === null) return null
    if (detours.size > 0) nodes.leaveOut(from, (node) => detours.has(node))
    const [to, endDirectory] = [nodes.length, directories.length]
    return { from, to, firstDirectory, endDirectory, detours }
  }
}
