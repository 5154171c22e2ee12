/**
 * Those of `candidates` that no other candidate leads to, in their order; of several that lead to each other in
 * a circle, the first. `edges` leads from a number to others. Every number and edge is looked at twice at most.
 */
export function topmost(candidates: readonly number[], edges: (id: number) => readonly number[]): number[] {
  // The last of those that nothing before it led to is led to by nothing at all, and so on backwards.
  const first = unreached(candidates, edges)
  const last = new Set(unreached(first.reverse(), edges))
  return candidates.filter((id) => last.has(id))
}

// Those that those before them do not lead to.
function unreached(ids: readonly number[], edges: (id: number) => readonly number[]): number[] {
  const seen = new Set<number>()
  return ids.filter((start) => {
    if (seen.has(start)) return false
    seen.add(start)
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const to of edges(id)) {
        if (seen.has(to)) continue
        seen.add(to)
        open.push(to)
      }
    }
    return true
  })
}
