type Edges = (id: number) => readonly number[]

/**
 * Those of `candidates` that no other candidate leads to, in their order; of several that lead to each other in
 * a circle, the first. `edges` leads from a number to others. Every number and edge is looked at twice at most.
 */
export function topmost(candidates: readonly number[], edges: Edges): number[] {
  // The last of those that nothing before it led to is led to by nothing at all, and so on backwards.
  const first = unreached(candidates, edges)
  const last = new Set(unreached(first.reverse(), edges))
  return candidates.filter((id) => last.has(id))
}

/** All that `starts` lead to; of themselves only what another or a circle leads to. */
export function reachedFrom(starts: readonly number[], edges: Edges): ReadonlySet<number> {
  const reached = new Set<number>()
  for (const start of starts) reach(start, edges, reached)
  return reached
}

// Those that those before them do not lead to.
function unreached(ids: readonly number[], edges: Edges): number[] {
  const seen = new Set<number>()
  return ids.filter((start) => {
    if (seen.has(start)) return false
    seen.add(start)
    reach(start, edges, seen)
    return true
  })
}

function reach(start: number, edges: Edges, seen: Set<number>): void {
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const to of edges(id)) {
      if (seen.has(to)) continue
      seen.add(to)
      open.push(to)
    }
  }
}
