import type { PackageNode } from '../inspect/owners/dependency-graph.ts'
import { topmost } from './topmost.ts'

/** Why a package came or went: the package that brought it, and whether that needs it or only wants it. */
export interface Attribution {
  /** Index into the graph. */
  readonly root: number
  readonly needed: boolean
}

/** The packages of one side: all of them, those that are on no other side, and those with another version there. */
export interface SideGraph {
  readonly graph: readonly PackageNode[]
  readonly moved: ReadonlySet<number>
  readonly updated: readonly number[]
}

/**
 * For each moved package the one that it moved with; a root's own is itself. Roots are the moved packages that
 * somebody asked for and that no other of these needs (of a circle the first by `order`). What several need goes
 * with the nearest, of equally near ones with the first by `order`. What none of them brings goes with an updated
 * package that brings it, and what is then left has roots of its own: those that nothing else left brings. Where it
 * is not recorded what was asked for, all count as asked for but those that an updated package needs.
 */
export function attributePackages(
  { graph, moved, updated }: SideGraph,
  order: (one: number, other: number) => number,
): Map<number, Attribution> {
  const found = new Map<number, Attribution>()
  const needs: Edges = (id) => graph[id]?.needs.filter((to) => moved.has(to)) ?? []
  const wants: Edges = (id) => graph[id]?.wants.filter((to) => moved.has(to)) ?? []
  const spread = (roots: readonly number[]): void => {
    for (const root of roots) found.set(root, { root, needed: true })
    follow([...roots], needs, null, found)
    const own = new Set(roots)
    const reached = [...found].flatMap(([id, { root }]) => (own.has(root) ? [id] : []))
    follow(reached, needs, wants, found)
  }
  const claimed = new Set(updated.flatMap(needs))
  const asked = [...moved].filter((id) => {
    const isRequested = graph[id]?.requested ?? null
    return isRequested ?? !claimed.has(id)
  })
  spread(topmost(asked.sort(order), needs))
  spread([...updated].sort(order))
  const left = [...moved].filter((id) => !found.has(id))
  const both: Edges = (id) => [...needs(id), ...wants(id)].filter((to) => !found.has(to))
  spread(topmost(left.sort(order), both))
  return found
}

/** From a package to others. */
type Edges = (id: number) => readonly number[]

// Breadth first from all at once, so that the nearest comes first, and of equally near ones the first in line.
function follow(queue: number[], needs: Edges, wants: Edges | null, found: Map<number, Attribution>): void {
  for (let at = 0; at < queue.length; at++) {
    const id = queue[at] as number
    const { root, needed } = found.get(id) as Attribution
    const reach = (to: number, isNeed: boolean): void => {
      if (found.has(to)) return
      found.set(to, { root, needed: needed && isNeed })
      queue.push(to)
    }
    for (const to of needs(id)) reach(to, true)
    for (const to of wants?.(id) ?? []) reach(to, false)
  }
}
