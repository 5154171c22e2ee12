import { ask } from './ask.ts'
import { grown } from './columns.ts'
import { NameTable } from './name-table.ts'
import { PathMemory, smallRoom } from './path-memory.ts'

/** The node of `/`. */
export const root = 0

/**
 * Every path that any layer names, as nodes of one tree; a node says nothing about what is there. All layers
 * of both images share one tree, so that equal paths are equal numbers. About 14 bytes a node, and 8 more once it is asked what is below one.
 */
export class PathTree {
  readonly memory: PathMemory
  readonly names: NameTable
  #firstChild = new Int32Array(256)
  #nextSibling = new Int32Array(256)
  /** Nodes before this one are in the two columns above. */
  #linked = 1

  /** `room`: how many nodes there are places for at first, `smallRoom` or `usualRoom`; moving to more takes a while. */
  constructor(room: number = smallRoom) {
    this.memory = new PathMemory(room)
    this.names = new NameTable(this.memory)
  }

  /** Nodes run from 0 to `count − 1`. */
  get count(): number {
    return this.memory.room.code.nodeCount()
  }

  /** By node its parent, for whoever goes over all nodes; good until the tree grows. */
  get parents(): Int32Array {
    return this.memory.room.parents
  }

  /** By node what `name` is; as `parents`. */
  get nodeNames(): Int32Array {
    return this.memory.room.nodeNames
  }

  parent(node: number): number {
    return this.parents[node] as number
  }

  /** The number of the node's last path component in `names`. */
  name(node: number): number {
    return this.nodeNames[node] as number
  }

  /** The node of a name below a node; made when no layer has named it before. */
  child(parent: number, name: string): number {
    return this.childNamed(parent, this.names.intern(name))
  }

  /** `child` by the number that the name has in `names`. */
  childNamed(parent: number, name: number): number {
    return this.memory.make(({ code }) => code.child(parent, name))
  }

  /**
   * The node of the path of a tar entry that stands from `start` to before `end` in some bytes; made when no layer has
   * named it before. −1 for a path that is not as plain as most are, such as one with `..` or of a whiteout.
   */
  plainPath(bytes: Uint8Array, start: number, end: number): number {
    const { room } = this.memory
    return room.code.pathNode(room.asked.byteOffset, ask(room, bytes, start, end))
  }

  /** The node of a path without `.` and `..`; made when no layer has named it before. */
  literal(path: string): number {
    return path.split('/').reduce((node, part) => (part === '' ? node : this.child(node, part)), root)
  }

  /** The node of a name below a node, or −1 when no layer has named it. */
  find(parent: number, name: string): number {
    const id = this.names.find(name)
    return id < 0 ? -1 : this.findNamed(parent, id)
  }

  /** `find` by the number that the name has in `names`. */
  findNamed(parent: number, name: number): number {
    return this.memory.room.code.findChild(parent, name) || -1
  }

  /** The absolute path of a node, as raw bytes. */
  path(node: number): string {
    if (node === root) return '/'
    const { names, parents, nodeNames } = this
    let path = ''
    for (let at = node; at !== root; at = parents[at] as number) {
      path = `/${names.text(nodeNames[at] as number)}${path}`
    }
    return path
  }

  /** The nodes that have one of these names (numbers in `names`), parents first. */
  nodesNamed(names: readonly number[]): Int32Array {
    const { code } = this.memory.room
    for (const name of names) code.mark(name, 1)
    const found: number[] = []
    for (let node = code.nextMarked(root); node !== 0; node = code.nextMarked(node)) found.push(node)
    for (const name of names) code.mark(name, 0)
    return Int32Array.from(found)
  }

  /** Calls `visit` for every node below `top`, parents first. */
  below(top: number, visit: (node: number) => void): void {
    this.#link()
    const [parents, firstChild, nextSibling] = [this.parents, this.#firstChild, this.#nextSibling]
    let node = firstChild[top] as number
    while (node !== 0) {
      visit(node)
      let next = firstChild[node] as number
      while (next === 0 && node !== top) {
        next = nextSibling[node] as number
        if (next === 0) node = parents[node] as number
      }
      node = node === top ? 0 : next
    }
  }

  /** Calls `visit` for every node right below another, in the order of `below`. */
  eachChild(parent: number, visit: (node: number) => void): void {
    this.#link()
    const nextSibling = this.#nextSibling
    for (let node = this.#firstChild[parent] as number; node !== 0; node = nextSibling[node] as number) {
      visit(node)
    }
  }

  // Most images never ask what is below a node, and then the columns for it stay small.
  #link(): void {
    const { count, parents } = this
    if (this.#linked === count) return
    const firstChild = grown(this.#firstChild, count)
    const nextSibling = grown(this.#nextSibling, count)
    for (let node = this.#linked; node < count; node++) {
      const parent = parents[node] as number
      nextSibling[node] = firstChild[parent] as number
      firstChild[parent] = node
    }
    this.#firstChild = firstChild
    this.#nextSibling = nextSibling
    this.#linked = count
  }
}
