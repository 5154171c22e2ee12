import { findNode } from '../final-path.ts'
import { root } from '../path-tree.ts'
import type { Stacked } from '../stack.ts'
import type { Claims, TreeClaim } from './claims.ts'
import type { PackageFiles } from './owner.ts'

/**
 * Claims the files of packages. Links in the directories of a path are followed inside the image (a merged
 * /usr), its last component is taken as it is: a link belongs to who ships it, not what it leads to. Paths
 * that the image has not got claim nothing. `powerOf` is asked for each package. Out: the directories that are to be
 * claimed with all below them.
 */
export function claimPackages(
  packages: readonly PackageFiles[],
  claims: Claims,
  powerOf: (found: PackageFiles) => number,
): TreeClaim[] {
  const resolve = new Resolver(claims.stacked)
  const trees: TreeClaim[] = []
  for (const found of packages) {
    const owner = claims.add(found.owner)
    const power = powerOf(found)
    for (const { directory, names } of found.filesIn ?? []) {
      const place = resolve.directory(directory)
      for (const name of place < 0 ? [] : names) claimAt(resolve.inside(place, name), owner, power, claims)
    }
    for (const path of found.files) claimAt(resolve.path(path), owner, power, claims)
    for (const path of found.trees) {
      const node = resolve.path(path)
      if (node >= 0) trees.push({ node, owner, power })
    }
  }
  return trees
}

function claimAt(node: number, owner: number, power: number, claims: Claims): void {
  if (node >= 0) claims.claim(node, owner, power)
}

/** Finds nodes of paths; −1 for what the image has not got. */
class Resolver {
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

  directory(path: string): number {
    const known = this.#directories.get(path)
    if (known !== undefined) return known
    const node = path === '' ? root : findNode(this.#stacked, path, 'follow')
    this.#directories.set(path, node)
    return node
  }

  inside(directory: number, name: string): number {
    if (directory < 0 || name === '..' || name === '.') return -1
    const node = this.#stacked.tree.find(directory, name)
    return node >= 0 && (this.#stacked.owners[node] ?? -1) >= 0 ? node : -1
  }
}
