import { findNode } from '../final-path.ts'
import { root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'

/**
 * Finds the nodes of many absolute paths (raw bytes) in an image; −1 for what it has not got. Links in the directories
 * of a path are followed inside the image (a merged /usr), its last component is taken as it is.
 */
export class FindPaths {
  readonly #stacked: Stacked
  readonly #directories = new Map<string, number>()
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
    const known = this.#directories.get(path)
    if (known !== undefined) return known
    const node = path === '' ? root : findNode(this.#stacked, path, 'follow')
    this.#directories.set(path, node)
    return node
  }

  /** The node of a name in a directory, given by its node. */
  inside(directory: number, name: string): number {
    if (directory < 0 || name === '..' || name === '.') return -1
    const node = this.#stacked.tree.find(directory, name)
    return node >= 0 && (this.#stacked.owners[node] ?? -1) >= 0 ? node : -1
  }
}
