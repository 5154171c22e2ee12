import { findNode } from '../final-path.ts'
import { kind, kindOf } from '../layer-table.ts'
import { root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/**
 * Finds the nodes of many absolute paths (raw bytes) in an image; −1 for what it has not got. Links in the directories
 * of a path are followed inside the image (a merged /usr), its last component is taken as it is.
 */
export class FindPaths {
  readonly #stacked: Stacked
  readonly #directories = new Map<string, FoundDirectory>()
  // Lists name the files of a directory one after the other, and the same directories again and again.
  #last = ''
  #lastNode: number = root

  constructor(stacked: Stacked) {
    this.#stacked = stacked
  }

  path(path: string): number {
    const slash = path.lastIndexOf('/')
    if (slash !== this.#last.length || !path.startsWith(this.#last)) {
      this.#last = path.slice(0, slash)
      this.#lastNode = this.directory(this.#last)
    }
    return this.inside(this.#lastNode, path.slice(slash + 1))
  }

  /** The node of a directory; without a slash at its end, empty for `/`. */
  directory(path: string): number {
    return this.#directory(path).node
  }

  /** The node of what is at a directory's own path where that is none, such as a link to it; −1 where it is one. */
  notDirectory(path: string): number {
    return this.#directory(path).other
  }

  /** The node of a name in a directory, given by its node. */
  inside(directory: number, name: string): number {
    if (directory < 0 || name === '..' || name === '.') return -1
    const node = this.#stacked.tree.find(directory, name)
    return node >= 0 && (this.#stacked.owners[node] ?? -1) >= 0 ? node : -1
  }

  #directory(path: string): FoundDirectory {
    const known = this.#directories.get(path)
    if (known) return known
    const node = path === '' ? root : findNode(this.#stacked, path, 'follow')
    const own = path === '' ? root : this.#own(path)
    const found = { node, other: own < 0 || isDirectory(this.#stacked, own) ? -1 : own }
    this.#directories.set(path, found)
    return found
  }

  #own(path: string): number {
    const slash = path.lastIndexOf('/')
    return this.inside(this.directory(path.slice(0, slash)), path.slice(slash + 1))
  }
}

interface FoundDirectory {
  readonly node: number
  readonly other: number
}

function isDirectory({ layers, owners, entries }: Stacked, node: number): boolean {
  const layer = layers[owners[node] ?? -1]
  const what = layer && kindOf(layer, entries[node] as number)
  return node === root || what === kind.directory || what === kind.impliedDirectory
}
