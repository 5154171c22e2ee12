import { grown } from '../columns.ts'
import type { PathTree } from '../path-tree.ts'
import { eachListed } from './each-listed.ts'
import type { FindPaths } from './find-paths.ts'

/** A directory of a list: where it is, and which of the nodes of `PlacedLists` are what the list has in it. */
export interface PlacedDirectory {
  readonly path: string
  /** −1 where the image has none. */
  readonly place: number
  readonly from: number
  to: number
}

/**
 * The lists of packages taken apart, for all images of one tree: most packages of one are in the other too, and a list
 * whose directories are at the same places names the same nodes. 4 bytes for each of its paths.
 */
export class PlacedLists {
  readonly #tree: PathTree
  readonly #lists = new Map<string, readonly PlacedDirectory[]>()
  #nodes = new Int32Array(1024)
  #length = 0

  constructor(tree: PathTree) {
    this.#tree = tree
  }

  /** The directories of a list (see `PathList`) in an image, in the order of the list. */
  directories(text: string, paths: FindPaths): readonly PlacedDirectory[] {
    const known = this.#lists.get(text)
    if (known?.every(({ path, place }) => paths.directory(path) === place)) return known
    const found: PlacedDirectory[] = []
    let last: PlacedDirectory | null = null
    eachListed(text, {
      directory: (path) => {
        last = { path, place: paths.directory(path), from: this.#length, to: this.#length }
        found.push(last)
        return last.place >= 0
      },
      name: (name) => {
        if (last === null || name === '.' || name === '..') return
        this.#add(this.#tree.find(last.place, name))
        last.to = this.#length
      },
    })
    this.#lists.set(text, found)
    return found
  }

  /** A node that some list names; whether an image has it is not said. −1 where no layer has it. */
  node(at: number): number {
    return this.#nodes[at] as number
  }

  #add(node: number): void {
    this.#nodes = grown(this.#nodes, this.#length + 1)
    this.#nodes[this.#length++] = node
  }
}
