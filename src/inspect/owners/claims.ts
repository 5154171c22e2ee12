import { integers, release } from '../columns.ts'
import type { Stacked } from '../stack.ts'
import { ClaimKinds } from './claim-kinds.ts'
import { mergedOwner } from './merged-owner.ts'
import type { LayerShare, Owner, OwnerBytes } from './owner.ts'
import { ownerKey } from './owner-key.ts'
import { isStronger, type ListedTree, strongestByNode, type TreeClaim } from './tree-claims.ts'

/**
 * How strong a claim is. Among language packages, generated files and caches the deeper place wins, so that
 * `depth` is added; of equal claims the first stays. `declared`: a package names the file and does not ship it;
 * `file`: the file is a package by its name; `environment`: a package manager that brings all languages, such as
 * conda.
 */
export const strength = {
  declared: 1,
  file: 2,
  cache: 100_000,
  generated: 200_000,
  language: 300_000,
  environment: 400_000,
  system: 500_000,
} as const

/** Who claims which node of the final file system, the strongest claim each. */
export class Claims {
  readonly stacked: Stacked
  readonly #owners: Owner[] = []
  readonly #ids = new Map<string, number>()
  /** By node: the number of its claim; few claims differ from each other. */
  readonly claimed: Int32Array
  readonly kinds = new ClaimKinds()

  constructor(stacked: Stacked) {
    this.stacked = stacked
    this.claimed = integers(stacked.owners.length)
  }

  /** The number of an owner; one that is there already gets what this one adds to its versions and place. */
  add(owner: Owner): number {
    const key = ownerKey(owner.kind, owner.manager, owner.name)
    const id = this.#ids.get(key) ?? this.#owners.length
    const known = this.#owners[id]
    this.#ids.set(key, id)
    this.#owners[id] = known ? mergedOwner(known, owner) : owner
    return id
  }

  claim(node: number, owner: number, power: number): void {
    if (power > this.strength(node)) this.claimed[node] = this.kinds.number(owner, power)
  }

  /** Claims those of the nodes from `from` to before `to` in a list that the image has. */
  claimEach(nodes: Int32Array, from: number, to: number, owner: number, power: number): void {
    const { owners } = this.stacked
    const claimed = this.claimed
    const { powers } = this.kinds
    const number = this.kinds.number(owner, power)
    for (let at = from; at < to; at++) {
      const node = nodes[at] as number
      if ((owners[node] as number) < 0) continue
      if (power > (powers[claimed[node] as number] as number)) claimed[node] = number
    }
  }

  /**
   * Claims nodes with all below them, however deep they nest, in one pass: parents come before children. Of equal
   * claims that of the first list stays.
   */
  claimTrees(lists: readonly (readonly TreeClaim[])[]): void {
    const trees = strongestByNode(lists)
    const { owners, tree } = this.stacked
    const { parents } = tree
    // By node, one more than the number of the tree that it is in; 0 for none.
    const inherited = integers(trees.length > 0 ? owners.length : 0)
    const numbers = trees.map(({ owner, power }) => this.kinds.number(owner, power))
    const claimed = this.claimed
    const { powers } = this.kinds
    let next = 0
    let nextNode = trees[0]?.node ?? owners.length
    for (let node = nextNode, { length } = owners; node < length; node++) {
      let index = (inherited[parents[node] as number] as number) - 1
      if (node === nextNode) {
        if (index < 0 || isStronger(trees[next] as ListedTree, trees[index] as ListedTree)) index = next
        nextNode = trees[++next]?.node ?? length
      }
      if (index < 0) continue
      inherited[node] = index + 1
      const number = numbers[index] as number
      if ((powers[number] as number) > (powers[claimed[node] as number] as number)) claimed[node] = number
    }
    release(inherited)
  }

  /** Gives the memory of the claims back; only `list` can be called any more. */
  release(): void {
    release(this.claimed)
  }

  /** The owner's number of a node, −1 for none. */
  owner(node: number): number {
    return this.kinds.owner(this.claimed[node] as number)
  }

  strength(node: number): number {
    return this.kinds.power(this.claimed[node] as number)
  }

  /** Owners with the bytes that are given by their number, layer by layer; those without any are left out. */
  list(shares: ReadonlyMap<number, readonly LayerShare[]>): OwnerBytes[] {
    return this.#owners.flatMap((owner, id) => {
      const layers = shares.get(id)
      return layers ? { ...owner, bytes: layers.reduce((sum, [, bytes]) => sum + bytes, 0), layers } : []
    })
  }
}
