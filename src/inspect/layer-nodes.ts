import { grown, release } from './columns.ts'
import { LayerColumns } from './layer-columns.ts'
import { attributesOf, type Kind, kind } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import { type PathTree, root } from './path-tree.ts'

const mostHops = 40

/**
 * What one layer has at each path while its tar is read: by node of the tree, the entry in `columns`. −1
 * stands for none.
 */
export class LayerNodes {
  readonly columns = new LayerColumns()
  readonly #tree: PathTree
  /** By node: the number of the entry there, plus 1. */
  #entries = new Int32Array(256)
  /** Grows whenever something that was there went: paths may then lead elsewhere. */
  #removals = 0

  constructor(tree: PathTree) {
    this.#tree = tree
  }

  /** Gives back the memory that finds entries by node; only `columns` can be used any more. */
  release(): void {
    release(this.#entries)
  }

  get removals(): number {
    return this.#removals
  }

  at(node: number): number {
    return node < this.#entries.length ? (this.#entries[node] as number) - 1 : -1
  }

  isDirectory(node: number): boolean {
    const entry = this.at(node)
    if (entry < 0) return false
    const what = this.columns.kind(entry)
    return what === kind.directory || what === kind.impliedDirectory
  }

  /** Puts a new inode at a node; what stood there in the same tar goes, with all below it. */
  put(node: number, what: { kind: Kind; mode: number; size: number; target: number }): void {
    this.putInode(node, attributesOf(what.kind, what.mode), what.size, what.target)
  }

  /** `put` by the attributes as a table has them. Returns the number of the entry. */
  putInode(node: number, attributes: number, size: number, target: number): number {
    this.#clear(node)
    const entry = this.columns.addInode(node, attributes, size, target)
    this.#name(node, entry)
    return entry
  }

  /** Makes sure that a directory is at a node, as `walk` does; false when a link is there, which leads elsewhere. */
  enter(node: number): boolean {
    const entry = this.at(node)
    const what = entry < 0 ? null : this.columns.kind(entry)
    if (what === kind.symlink) return false
    if (what !== kind.directory && what !== kind.impliedDirectory) this.put(node, impliedDirectory)
    return true
  }

  /** `enter` for a node and all above it, which are as many as fit a header block. */
  enterAll(node: number): boolean {
    return this.isDirectory(node) || (this.enterAll(this.#tree.parent(node)) && this.enter(node))
  }

  /** Makes a node one more name of an entry's inode. */
  link(node: number, entry: number): void {
    this.#clear(node)
    this.#name(node, this.columns.addLink(node, entry))
  }

  /**
   * The node that a path leads to. Links of this layer are followed, as an engine unpacks it without the
   * layers below; `make` puts a directory wherever there is none. Throws a `MeasureError` for a link loop.
   */
  walk(path: string, make: boolean): number {
    const parts = path.split('/').reverse()
    let node = root
    let hops = 0
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      if (part === '' || part === '.') continue
      const next = part === '..' ? this.#tree.parent(node) : this.#tree.child(node, part)
      const link = this.#linkTarget(next)
      if (link === null) {
        if (make && !this.isDirectory(next)) this.put(next, impliedDirectory)
        node = next
      } else {
        if (++hops > mostHops) throw new MeasureError('layer: links that lead in a circle')
        if (link.startsWith('/')) node = root
        parts.push(...link.split('/').reverse())
      }
    }
    return node
  }

  #linkTarget(node: number): string | null {
    const entry = this.at(node)
    if (entry < 0 || this.columns.kind(entry) !== kind.symlink) return null
    return this.#tree.names.text(this.columns.target(entry))
  }

  #clear(node: number): void {
    if (this.at(node) < 0) return
    this.#removals++
    if (this.isDirectory(node)) this.#tree.below(node, (below) => this.#remove(below))
    this.#remove(node)
  }

  #remove(node: number): void {
    const entry = this.at(node)
    if (entry < 0) return
    this.columns.remove(entry)
    this.#entries[node] = 0
  }

  #name(node: number, entry: number): void {
    if (node >= this.#entries.length) this.#entries = grown(this.#entries, node + 1)
    this.#entries[node] = entry + 1
  }
}

/** A directory that the tar implies and does not list; engines make it with these permissions. */
export const impliedDirectory = { kind: kind.impliedDirectory, mode: 0o755, size: 0, target: 0 }
