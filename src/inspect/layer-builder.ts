import { grown } from './columns.ts'
import { LayerColumns } from './layer-columns.ts'
import { splitPath } from './layer-path.ts'
import { type Kind, kind, type LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import { type PathTree, root } from './path-tree.ts'
import type { TarEntry } from './tar-entry.ts'

/** Whiteouts of the OCI image layer format. */
const whiteoutPrefix = '.wh.'
const opaqueName = '.wh..wh..opq'

const mostHops = 40

/**
 * Turns the entries of one layer's tar, in their order, into a table, as an engine that unpacks the layer
 * into an empty directory would: a later entry replaces an earlier one of the same path (a directory merges
 * with a directory), links among the layer's own directories are followed, missing parents are made.
 * Whiteouts act on lower layers only, wherever they stand in the tar.
 */
export class LayerBuilder {
  readonly #tree: PathTree
  readonly #columns = new LayerColumns()
  /** By node: the number of this layer's entry there, plus 1. */
  #entries = new Int32Array(256)
  #declaredSize = 0
  #lastDirectory: { readonly path: string; readonly node: number } | null = null

  constructor(tree: PathTree) {
    this.#tree = tree
    this.#put(root, { kind: kind.impliedDirectory, mode: 0o755, size: 0, target: 0 })
  }

  /** Throws a `MeasureError` for an entry that no engine would unpack. */
  add(entry: TarEntry): void {
    this.#declaredSize += entry.size
    const { directory, name } = splitPath(entry.name)
    if (name === '') this.#addRoot(entry)
    else this.#addBelow(this.#directory(directory), name, entry)
  }

  finish(): LayerTable {
    return this.#columns.finish(this.#declaredSize)
  }

  #addRoot(entry: TarEntry): void {
    if (entry.type !== 'directory') throw new MeasureError('layer: the root is not a directory')
    this.#columns.setDirectory(this.#at(root), entry.mode)
  }

  #addBelow(directory: number, name: string, entry: TarEntry): void {
    if (name.startsWith(whiteoutPrefix)) {
      this.#addWhiteout(directory, name)
      return
    }
    const node = this.#tree.child(directory, name)
    const { mode, size, linkName } = entry
    if (entry.type === 'directory') this.#addDirectory(node, mode)
    else if (entry.type === 'hardlink') this.#addHardLink(node, linkName)
    else if (entry.type === 'symlink') {
      const target = this.#tree.names.intern(linkName)
      this.#put(node, { kind: kind.symlink, mode, size: linkName.length, target })
    } else this.#put(node, { kind: entry.type === 'file' ? kind.file : kind.other, mode, size, target: 0 })
  }

  #addWhiteout(directory: number, name: string): void {
    const hidden = name.slice(whiteoutPrefix.length)
    if (['', '.', '..'].includes(hidden)) throw new MeasureError('layer: a whiteout without a name')
    const isOpaque = name === opaqueName
    const path = isOpaque ? directory : this.#tree.child(directory, hidden)
    this.#columns.add(path, { kind: isOpaque ? kind.opaque : kind.whiteout, mode: 0, size: 0, target: 0 })
  }

  #addDirectory(node: number, mode: number): void {
    const entry = this.#at(node)
    if (this.#isDirectory(entry)) this.#columns.setDirectory(entry, mode)
    else this.#put(node, { kind: kind.directory, mode, size: 0, target: 0 })
  }

  // A target that this tar does not hold is a lower layer's; its path is taken literally.
  #addHardLink(node: number, linkName: string): void {
    const { directory, name } = splitPath(linkName)
    const target =
      name === ''
        ? root
        : this.#tree.child(
            this.#walk(directory, () => {}),
            name,
          )
    const entry = this.#at(target)
    if (this.#isDirectory(entry)) throw new MeasureError('layer: a hard link to a directory')
    if (entry < 0) {
      const lower = this.#tree.literal(`${directory}/${name}`)
      this.#put(node, { kind: kind.outerLink, mode: 0, size: 0, target: lower })
    } else {
      this.#clear(node)
      this.#name(node, this.#columns.addLink(node, entry))
    }
  }

  #directory(path: string): number {
    if (this.#lastDirectory?.path === path) return this.#lastDirectory.node
    const node = this.#walk(path, (part) => this.#imply(part))
    this.#lastDirectory = { path, node }
    return node
  }

  #imply(node: number): void {
    if (this.#isDirectory(this.#at(node))) return
    this.#put(node, { kind: kind.impliedDirectory, mode: 0o755, size: 0, target: 0 })
  }

  // Follows the links of this layer alone: an engine unpacks it without the layers below.
  #walk(path: string, enter: (node: number) => void): number {
    const parts = path.split('/').reverse()
    let node = root
    let hops = 0
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      if (part === '' || part === '.') continue
      const next = part === '..' ? this.#tree.parent(node) : this.#tree.child(node, part)
      const link = this.#linkTarget(next)
      if (link === null) {
        enter(next)
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
    const entry = this.#at(node)
    if (entry < 0 || this.#columns.kind(entry) !== kind.symlink) return null
    return this.#tree.names.text(this.#columns.target(entry))
  }

  #put(node: number, what: { kind: Kind; mode: number; size: number; target: number }): void {
    this.#clear(node)
    this.#name(node, this.#columns.add(node, what))
  }

  // What stood here in the same tar goes, with all below it.
  #clear(node: number): void {
    const entry = this.#at(node)
    if (entry < 0) return
    this.#lastDirectory = null
    if (this.#isDirectory(entry)) this.#tree.below(node, (below) => this.#removeAt(below))
    this.#removeAt(node)
  }

  #removeAt(node: number): void {
    const entry = this.#at(node)
    if (entry < 0) return
    this.#columns.remove(entry)
    this.#entries[node] = 0
  }

  #isDirectory(entry: number): boolean {
    if (entry < 0) return false
    const what = this.#columns.kind(entry)
    return what === kind.directory || what === kind.impliedDirectory
  }

  #at(node: number): number {
    return (this.#entries[node] ?? 0) - 1
  }

  #name(node: number, entry: number): void {
    this.#entries = grown(this.#entries, node + 1)
    this.#entries[node] = entry + 1
  }
}
