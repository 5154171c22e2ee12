/** A claim on a node and all below it. */
export interface TreeClaim {
  readonly node: number
  readonly owner: number
  readonly power: number
}

/** A tree with the number of the list that it is in. */
export interface ListedTree extends TreeClaim {
  readonly list: number
}

/** The strongest claim on each node, in the order of the nodes; of equal ones that of the first list. */
export function strongestByNode(lists: readonly (readonly TreeClaim[])[]): ListedTree[] {
  const strongest = new Map<number, ListedTree>()
  for (const [list, trees] of lists.entries()) {
    for (const { node, owner, power } of trees) {
      const known = strongest.get(node)
      if (node > 0 && (!known || power > known.power)) strongest.set(node, { node, owner, power, list })
    }
  }
  return [...strongest.values()].sort((one, other) => one.node - other.node)
}

/** Whether a claim counts instead of that on a directory above; of equal ones that of the first list does. */
export function isStronger(own: ListedTree, above: ListedTree): boolean {
  return own.power > above.power || (own.power === above.power && own.list < above.list)
}
