import { impliedDirectory, LayerNodes } from './layer-nodes.ts'
import { splitPath } from './layer-path.ts'
import { attributesOf, type ChecksumKind, kind, type LayerTable } from './layer-table.ts'
import { MeasureError } from './measure-error.ts'
import { type PathTree, root } from './path-tree.ts'
import { flags, type PlainHeader, typeOfFlag } from './plain-header.ts'
import type { TarEntry } from './tar-entry.ts'

/** Whiteouts of the OCI image layer format. */
const whiteoutPrefix = '.wh.'
const opaqueName = '.wh..wh..opq'

/**
 * Turns the entries of one layer's tar, in their order, into a table, as an engine that unpacks the layer
 * into an empty directory would: a later entry replaces an earlier one of the same path (a directory merges
 * with a directory), links among the layer's own directories are followed, missing parents are made.
 * Whiteouts act on lower layers only, wherever they stand in the tar.
 */
export class LayerBuilder {
  readonly #tree: PathTree
  readonly #nodes: LayerNodes
  #declaredSize = 0
  #last = { path: '', node: root, removals: 0 }
  /** The entry of the file whose content comes next; −1 when what was added last is none. */
  #file = -1

  constructor(tree: PathTree) {
    this.#tree = tree
    this.#nodes = new LayerNodes(tree)
    this.#nodes.put(root, impliedDirectory)
  }

  /** Throws a `MeasureError` for an entry that no engine would unpack. */
  add(entry: TarEntry): void {
    this.#file = -1
    this.#declaredSize += entry.size
    const { directory, name } = splitPath(entry.name)
    if (name !== '') this.#addBelow(this.#directory(directory), name, entry)
    else if (entry.type === 'directory') this.#addDirectory(root, entry.mode)
    else throw new MeasureError('layer: the root is not a directory')
  }

  /** `add` for a header as it stands in its tar. */
  addPlain(header: PlainHeader): void {
    const { name, nameStart, nameEnd } = header
    const node = header.isHardLink ? -1 : this.#tree.plainPath(name, nameStart, nameEnd)
    if (node < 0 || !this.#nodes.enterAll(this.#tree.parent(node))) {
      this.add(header.entry())
      return
    }
    this.#file = -1
    this.#declaredSize += header.size
    if (header.isFile) {
      this.#file = this.#nodes.putInode(node, attributesOf(kind.file, header.mode), header.size, 0)
    } else if (header.isDirectory) this.#addDirectory(node, header.mode)
    else this.#addSymlink(node, header)
  }

  /** `add` for the first `count` entries that the compiled reader of tar-split read last. */
  addRead(count: number): void {
    this.#file = -1
    // The tree may move to a larger room meanwhile; what was read stays in this one.
    const { parents, records } = this.#tree.memory.room
    const { nodes, modes, sizes, extras } = records
    for (let at = 0; at < count; at++) {
      const node = nodes[at] as number
      const [flag, mode] = [(modes[at] as number) >> 16, (modes[at] as number) & 0o7777]
      const [size, extra] = [sizes[at] as number, extras[at] as number]
      if (!this.#nodes.enterAll(parents[node] as number))
        this.#addBehindLink(node, flag, { mode, size, extra })
      else if (flag === flags.directory) this.#addDirectory(node, mode)
      else {
        if (flag === flags.file) this.#declaredSize += size
        const what = flag === flags.file ? kind.file : kind.symlink
        this.#nodes.putInode(node, attributesOf(what, mode), size, extra)
      }
    }
  }

  /** The number of the entry that was added last when it is a file with content; else −1. */
  get file(): number {
    return this.#file
  }

  /** The checksum of the content of the entry that was added last. */
  setChecksum(checksum: number): void {
    if (this.#file >= 0) this.#nodes.columns.setChecksum(this.#file, checksum)
  }

  finish(checksumKind: ChecksumKind): LayerTable {
    this.#nodes.release()
    return this.#nodes.columns.finish(this.#declaredSize, checksumKind)
  }

  // The entries of a directory mostly follow each other.
  #directory(path: string): number {
    const { removals } = this.#nodes
    if (this.#last.path !== path || this.#last.removals !== removals) {
      const node = this.#nodes.walk(path, true)
      this.#last = { path, node, removals: this.#nodes.removals }
    }
    return this.#last.node
  }

  #addBelow(directory: number, name: string, entry: TarEntry): void {
    if (name.startsWith(whiteoutPrefix)) {
      this.#addWhiteout(directory, name)
      return
    }
    const node = this.#tree.child(directory, name)
    const { type, mode, size, linkName } = entry
    if (type === 'directory') this.#addDirectory(node, mode)
    else if (type === 'hardlink') this.#addHardLink(node, linkName)
    else if (type === 'symlink') {
      const target = this.#tree.names.intern(linkName)
      this.#nodes.put(node, { kind: kind.symlink, mode, size: linkName.length, target })
    } else {
      this.#nodes.put(node, { kind: kind[type], mode, size, target: 0 })
      if (type === 'file') this.#file = this.#nodes.at(node)
    }
  }

  // The path of the node is the one that its header has; `extra` is what an entry's column has for it.
  #addBehindLink(
    node: number,
    flag: number,
    { mode, size, extra }: { mode: number; size: number; extra: number },
  ): void {
    const type = typeOfFlag(flag)
    this.add({
      ...{ name: this.#tree.path(node), type, mode },
      size: type === 'file' ? size : 0,
      linkName: type === 'symlink' ? this.#tree.names.text(extra) : '',
    })
    this.setChecksum(extra)
    this.#file = -1
  }

  #addSymlink(node: number, { block, linkStart, linkEnd, mode }: PlainHeader): void {
    const target = this.#tree.names.internBytes(block, linkStart, linkEnd)
    this.#nodes.putInode(node, attributesOf(kind.symlink, mode), linkEnd - linkStart, target)
  }

  #addWhiteout(directory: number, name: string): void {
    const hidden = name.slice(whiteoutPrefix.length)
    if (['', '.', '..'].includes(hidden)) throw new MeasureError('layer: a whiteout without a name')
    const isOpaque = name === opaqueName
    const path = isOpaque ? directory : this.#tree.child(directory, hidden)
    const what = isOpaque ? kind.opaque : kind.whiteout
    this.#nodes.columns.add(path, { kind: what, mode: 0, size: 0, target: 0 })
  }

  #addDirectory(node: number, mode: number): void {
    if (this.#nodes.isDirectory(node)) this.#nodes.columns.setDirectory(this.#nodes.at(node), mode)
    else this.#nodes.put(node, { kind: kind.directory, mode, size: 0, target: 0 })
  }

  // A target that this tar does not hold is a lower layer's; its path is taken literally.
  #addHardLink(node: number, linkName: string): void {
    const { directory, name } = splitPath(linkName)
    const target = name === '' ? root : this.#tree.child(this.#nodes.walk(directory, false), name)
    if (this.#nodes.isDirectory(target)) throw new MeasureError('layer: a hard link to a directory')
    const entry = this.#nodes.at(target)
    if (entry >= 0) {
      this.#nodes.link(node, entry)
      return
    }
    const lower = this.#tree.literal(`${directory}/${name}`)
    this.#nodes.put(node, { kind: kind.outerLink, mode: 0, size: 0, target: lower })
  }
}
