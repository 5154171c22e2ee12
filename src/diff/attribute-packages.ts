import type { PackageNode } from '../inspect/owners/dependency-graph.ts'
import { reachedFrom, topmost } from './topmost.ts'

/** Why a package came or went: the package that brought it, and whether that needs it or only wants it. */
export interface Attribution {
  /** Index into the graph. */
  readonly root: number
  readonly needed: boolean
}

/** The packages of one side, by their number in its graph. */
export interface SideGraph {
  readonly graph: readonly PackageNode[]
  /** Those that the other side has not. */
  readonly moved: ReadonlySet<number>
  /** Those that the other side has in another version, and in the same one. */
  readonly updated: readonly number[]
  readonly kept: readonly number[]
}

/**
 * For each moved package the one that it moved with; a root's own is itself. Roots are, one kind after the other:
 * the moved packages that somebody asked for, or may have where that is not recorded, and that neither another of
 * these nor an updated package needs; updated packages; kept ones, of which the wanted came or went; and of what
 * is then left, what nothing else left brings. Of a circle the first by `order` is the root. What several bring
 * goes with one that needs it, then with the nearest, then with the first by `order`.
 */
export function attributePackages(
  { graph, moved, updated, kept }: SideGraph,
  order: (one: number, other: number) => number,
): Map<number, Attribution> {
  const found = new Map<number, Attribution>()
  const needs: Edges = (id) => graph[id]?.needs.filter((to) => moved.has(to)) ?? []
  const wants: Edges = (id) => graph[id]?.wants.filter((to) => moved.has(to)) ?? []
  const spread = (roots: readonly number[]): void => spreadFrom(roots, needs, wants, found)
  const neededAnyway = reachedFrom(updated, needs)
  const asked = [...moved].filter((id) => graph[id]?.requested !== false && !neededAnyway.has(id))
  spread(topmost(asked.sort(order), needs))
  spread([...updated].sort(order))
  const askedFirst = (one: number, other: number): number =>
    Number(graph[other]?.requested ?? false) - Number(graph[one]?.requested ?? false) || order(one, other)
  spread([...kept].sort(askedFirst))
  const left = [...moved].filter((id) => !found.has(id))
  spread(topmost(left.sort(order), (id) => [...needs(id), ...wants(id)].filter((to) => !found.has(to))))
  return found
}

/** From a package to others. */
type Edges = (id: number) => readonly number[]

function spreadFrom(
  roots: readonly number[],
  needs: Edges,
  wants: Edges,
  found: Map<number, Attribution>,
): void {
  for (const root of roots) found.set(root, { root, needed: true })
  const reached = [...roots]
  follow(reached, needs, () => [], found)
  follow(reached, needs, wants, found)
}

// Breadth first from all at once, so that the nearest comes first, and of equally near ones the first in line.
function follow(queue: number[], needs: Edges, wants: Edges, found: Map<number, Attribution>): void {
  for (let at = 0; at < queue.length; at++) {
    const id = queue[at] as number
    const { root, needed } = found.get(id) as Attribution
    const reach = (to: number, isNeed: boolean): void => {
      if (found.has(to)) return
      found.set(to, { root, needed: needed && isNeed })
      queue.push(to)
    }
    for (const to of needs(id)) reach(to, true)
    for (const to of wants(id)) reach(to, false)
  }
}
