import { grown } from '../columns.ts'
import { type PathTree, root } from '../path-tree.ts'

/**
 * Numbers of one layer's own: its paths from 1 (0 is the root) and its names from 0, each in the order in which
 * they are asked for, parents before children.
 */
export class LocalPaths {
  /** Of path `n` at `n − 1`: its parent, and the name of its last component. */
  parents = new Int32Array(64)
  nodeNames = new Int32Array(64)
  nodeCount = 0
  nameCount = 0
  readonly #tree: PathTree
  /** By node and by name of the tree: the number here, plus 1. */
  readonly #nodes: Int32Array
  readonly #names: Int32Array
  #nameIds = new Int32Array(64)

  constructor(tree: PathTree) {
    this.#tree = tree
    this.#nodes = new Int32Array(tree.count)
    this.#nodes[root] = 1
    this.#names = new Int32Array(tree.names.count)
  }

  /** The number of a node of the tree. */
  node(node: number): number {
    const found = (this.#nodes[node] as number) - 1
    if (found >= 0) return found
    const missing = [node]
    for (let at = this.#tree.parent(node); this.#nodes[at] === 0; at = this.#tree.parent(at)) missing.push(at)
    for (let at = missing.pop(); at !== undefined; at = missing.pop()) this.#add(at)
    return this.nodeCount
  }

  /** The number of a name of the tree. */
  name(name: number): number {
    const found = (this.#names[name] as number) - 1
    if (found >= 0) return found
    this.#nameIds = grown(this.#nameIds, this.nameCount + 1)
    this.#nameIds[this.nameCount] = name
    this.#names[name] = ++this.nameCount
    return this.nameCount - 1
  }

  /** All names one after the other, and the length of each. */
  names(): { bytes: Buffer; lengths: Int32Array<ArrayBuffer> } {
    const lengths = new Int32Array(this.nameCount)
    const parts: Buffer[] = []
    for (let at = 0; at < this.nameCount; at++) {
      const bytes = this.#tree.names.bytes(this.#nameIds[at] as number)
      lengths[at] = bytes.length
      parts.push(bytes)
    }
    return { bytes: Buffer.concat(parts), lengths }
  }

  #add(node: number): void {
    const at = this.nodeCount++
    this.parents = grown(this.parents, at + 1)
    this.nodeNames = grown(this.nodeNames, at + 1)
    this.parents[at] = (this.#nodes[this.#tree.parent(node)] as number) - 1
    this.nodeNames[at] = this.name(this.#tree.name(node))
    this.#nodes[node] = at + 2
  }
}
