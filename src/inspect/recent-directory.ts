import type { LayerNodes } from './layer-nodes.ts'
import { type PathTree, root } from './path-tree.ts'

/** As long as the name in one header block can be. */
const longest = 256

/**
 * Finds the directory of an entry by the bytes of its path, from the directory before it: entries of one directory
 * mostly follow each other, and so do those of neighbours.
 */
export class RecentDirectory {
  readonly #tree: PathTree
  readonly #nodes: LayerNodes
  readonly #path = new Uint8Array(longest)
  #length = 0
  /** By component of the path: the offset of its end and its node. */
  readonly #ends = new Int32Array(longest)
  readonly #found = new Int32Array(longest)
  #depth = 0
  /** Of `nodes`, when the path was walked: since then it may lead elsewhere. */
  #removals = 0

  constructor(tree: PathTree, nodes: LayerNodes) {
    this.#tree = tree
    this.#nodes = nodes
  }

  /**
   * The node of the directory from `start` to before `end`, a clean path of at most 255 bytes. Directories that are
   * not there are made. −1 where a link stands in the way: that path has to be walked in another way.
   */
  node(bytes: Uint8Array, start: number, end: number): number {
    const isRecent = this.#removals === this.#nodes.removals
    const common = isRecent ? this.#common(bytes, start, end) : 0
    if (isRecent && common === end - start && common === this.#length) return this.#top()
    this.#drop(isRecent ? common : 0, bytes, start, end)
    return this.#walk(bytes, start, end) ? this.#top() : -1
  }

  #top(): number {
    return this.#depth === 0 ? root : (this.#found[this.#depth - 1] as number)
  }

  /** How many bytes both paths have in common. */
  #common(bytes: Uint8Array, start: number, end: number): number {
    const most = Math.min(this.#length, end - start)
    let at = 0
    while (at < most && bytes[start + at] === this.#path[at]) at++
    return at
  }

  // Only components that end in both paths where they end in one stay.
  #drop(common: number, bytes: Uint8Array, start: number, end: number): void {
    const isWhole = common === end - start || bytes[start + common] === slash
    while (this.#depth > 0) {
      const last = this.#ends[this.#depth - 1] as number
      if (last < common || (last === common && isWhole)) break
      this.#depth--
    }
    this.#length = this.#depth === 0 ? 0 : (this.#ends[this.#depth - 1] as number)
  }

  #walk(bytes: Uint8Array, start: number, end: number): boolean {
    let node = this.#top()
    let at = start + this.#length + (this.#depth === 0 ? 0 : 1)
    let isFree = true
    while (at < end && isFree) {
      const to = slashFrom(bytes, at, end)
      node = this.#tree.childNamed(node, this.#tree.names.internBytes(bytes, at, to))
      isFree = this.#nodes.enter(node)
      if (isFree) {
        this.#ends[this.#depth] = to - start
        this.#found[this.#depth++] = node
        this.#length = to - start
      }
      at = to + 1
    }
    for (let place = 0; place < this.#length; place++) this.#path[place] = bytes[start + place] as number
    this.#removals = this.#nodes.removals
    return isFree
  }
}

const slash = 0x2f

function slashFrom(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== slash) at++
  return at
}
