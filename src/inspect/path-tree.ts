import { grown } from './columns.ts'
import { emptySlots, fullest, slotOf } from './hash-slots.ts'
import { NameTable } from './name-table.ts'

/** The node of `/`. */
export const root = 0

/** Room for the paths of two usual images. */
export const usualRoom = 32_768

/**
 * Every path that any layer names, as nodes of one tree; a node says nothing about what is there. All layers
 * of both images share one tree, so that equal paths are equal numbers. About 14 bytes a node, and 8 more once it is asked what is below one.
 */
export class PathTree {
  readonly names: NameTable
  #parent: Int32Array<ArrayBuffer>
  #name: Int32Array<ArrayBuffer>
  #firstChild = new Int32Array(256)
  #nextSibling = new Int32Array(256)
  #slots: Int32Array<ArrayBuffer>
  #count = 1
  /** Nodes before this one are in the two columns above. */
  #linked = 1

  /** `room`: how many nodes there are places for at first; growing to the size of a usual image takes a while. */
  constructor(room = 256) {
    this.names = new NameTable(room)
    this.#parent = new Int32Array(room)
    this.#name = new Int32Array(room)
    this.#slots = new Int32Array(room * 2)
  }

  /** Nodes run from 0 to `count − 1`. */
  get count(): number {
    return this.#count
  }

  /** By node its parent, for whoever goes over all nodes; good until the tree grows. */
  get parents(): Int32Array {
    return this.#parent
  }

  /** By node what `name` is; as `parents`. */
  get nodeNames(): Int32Array {
    return this.#name
  }

  parent(node: number): number {
    return this.#parent[node] as number
  }

  /** The number of the node's last path component in `names`. */
  name(node: number): number {
    return this.#name[node] as number
  }

  /** The node of a name below a node; made when no layer has named it before. */
  child(parent: number, name: string): number {
    return this.childNamed(parent, this.names.intern(name))
  }

  /** `child` by the number that the name has in `names`. */
  childNamed(parent: number, name: number): number {
    const slot = this.#slotOf(parent, name)
    return (this.#slots[slot] as number) || this.#add(parent, name, slot)
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
    return (this.#slots[this.#slotOf(parent, name)] as number) || -1
  }

  /** The absolute path of a node, as raw bytes. */
  path(node: number): string {
    if (node === root) return '/'
    const { names } = this
    const [parents, nodeNames] = [this.#parent, this.#name]
    let path = ''
    for (let at = node; at !== root; at = parents[at] as number) {
      path = `/${names.text(nodeNames[at] as number)}${path}`
    }
    return path
  }

  /** Calls `visit` for every node below `top`, parents first. */
  below(top: number, visit: (node: number) => void): void {
    this.#link()
    const [parents, firstChild, nextSibling] = [this.#parent, this.#firstChild, this.#nextSibling]
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

  #add(parent: number, name: number, slot: number): number {
    const node = this.#count++
    if (node >= this.#parent.length) this.#grow(node + 1)
    this.#parent[node] = parent
    this.#name[node] = name
    this.#slots[slot] = node
    if (this.#count > this.#slots.length * fullest) this.#rehash()
    return node
  }

  // Most images never ask what is below a node, and then the columns for it stay small.
  #link(): void {
    const count = this.#count
    if (this.#linked === count) return
    const parents = this.#parent
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

  // A slot holds a node; the root is nobody's child, so that 0 means free.
  #slotOf(parent: number, name: number): number {
    const slots = this.#slots
    const { length } = slots
    for (let slot = slotOf(mixed(parent, name), length); ; slot = slot + 1 === length ? 0 : slot + 1) {
      const node = slots[slot] as number
      if (node === 0 || (this.#parent[node] === parent && this.#name[node] === name)) return slot
    }
  }

  #grow(length: number): void {
    this.#parent = grown(this.#parent, length)
    this.#name = grown(this.#name, length)
  }

  #rehash(): void {
    this.#slots = emptySlots(this.#slots)
    for (let node = 1; node < this.#count; node++) {
      this.#slots[this.#slotOf(this.parent(node), this.name(node))] = node
    }
  }
}

function mixed(parent: number, name: number): number {
  const value = Math.imul(parent, 0x9e3779b1) ^ Math.imul(name, 0x85ebca6b)
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
}
