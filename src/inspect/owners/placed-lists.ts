import { grown } from '../columns.ts'
import { findNode } from '../final-path.ts'
import { kind, type LayerTable } from '../layer-table.ts'
import { type PathTree, root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/** What a list names: the nodes of `PlacedLists.nodes` from `from` to before `to`. */
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
  readonly #lists = new Map<string, PlacedList>()
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
   * What a list names in an image. Its paths are plain: without empty components, `.` and `..`. Links in the
   * directories are followed inside the image. What is no directory there, such as the link itself, is left out.
   */
  place(text: string, stacked: Stacked): PlacedList {
    const known = this.#lists.get(text)
    if (known && this.#isSame(known, stacked)) return known
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
  #read(text: string, stacked: Stacked): PlacedList {
    const { length } = text
    const bytes = this.#written(text)
    const { names } = this.#tree
    const [from, firstDirectory] = [this.#length, this.#directoryCount]
    let detours: Map<number, number> | null = null
    // By component of the last path: where it ends, counted from the path's start, and its node.
    const ends: number[] = []
    const nodes: number[] = []
    // The same, once it is known that it is a directory of the list: where it leads.
    const places: number[] = []
    let [depth, entered, before] = [0, 0, -1]
    for (let start = 0, end = 0; start < length; start = end + 1) {
      if (bytes[start] !== slash) {
        end = start
        while (end < length && bytes[end] !== lineEnd) end++
        continue
      }
      let same = 0
      if (before >= 0) {
        while (bytes[start + same] === bytes[before + same] && bytes[start + same] !== lineEnd) same++
      }
      while (
        depth > 0 &&
        ((ends[depth - 1] as number) > same || bytes[start + (ends[depth - 1] as number)] !== slash)
      )
        depth--
      if (entered > depth) entered = depth
      before = start
      end = start + (depth === 0 ? 0 : (ends[depth - 1] as number))
      while (end < length && bytes[end] === slash) {
        let place = root
        if (depth > 0) {
          if (entered < depth) {
            const node = nodes[depth - 1] as number
            place = node
            if (node >= 0) {
              this.#addDirectory(node)
              if (isInTheWay(stacked, node)) {
                place = placeBehind(stacked, node)
                detours = (detours ?? new Map<number, number>()).set(node, place)
              }
            }
            places[depth - 1] = place
            entered = depth
          } else place = places[depth - 1] as number
        }
        const first = ++end
        while (end < length && bytes[end] !== slash && bytes[end] !== lineEnd) end++
        const name = place < 0 ? -1 : names.findBytes(bytes, first, end)
        nodes[depth] = name < 0 ? -1 : this.#tree.findNamed(place, name)
        ends[depth] = end - start
        depth++
      }
      const node = depth === 0 ? -1 : (nodes[depth - 1] as number)
      if (node >= 0) this.#add(node)
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
