import { doubles, release } from '../columns.ts'
import { kind, kindOf, type LayerTable, sizeOf } from '../layer-table.ts'
import type { Stacked } from '../stack.ts'

/** What is asked of the engine, and how long that will take about. */
export interface RequestPlan {
  /** Nodes whose archives hold all wanted files; none lies below another. */
  readonly nodes: readonly number[]
  readonly estimateMs: number
}

/**
 * The cheapest archive requests for wanted files: a request costs the engine a mount (about 30 ms), so that a
 * directory is asked for as a whole where that is quicker than its files one by one.
 */
export function planRequests(stacked: Stacked, wanted: ReadonlySet<number>): RequestPlan {
  if (wanted.size === 0) return { nodes: [], estimateMs: 0 }
  const { tree, owners } = stacked
  const { estimateMs, whole } = costsOf(stacked, wanted)
  const covered = new Uint8Array(owners.length)
  const nodes: number[] = []
  for (let node = 1; node < owners.length; node++) {
    if (covered[tree.parent(node)]) covered[node] = 1
    else if (whole[node]) {
      covered[node] = 1
      nodes.push(node)
    }
  }
  release(whole)
  release(covered)
  return { nodes, estimateMs }
}

const requestMs = 30
const entryMs = 0.03
const bytesPerMs = 300_000

// Bottom up: by node the cheapest way to get what is wanted at and below it; 0 where nothing is.
function costsOf(stacked: Stacked, wanted: ReadonlySet<number>): { estimateMs: number; whole: Uint8Array } {
  const { tree, owners } = stacked
  const costs = doubles(owners.length)
  const transfers = doubles(owners.length)
  const whole = new Uint8Array(owners.length)
  for (let node = owners.length - 1; node > 0; node--) {
    if ((owners[node] as number) < 0) continue
    transfers[node] = (transfers[node] as number) + transferMs(stacked, node)
    const asOne = requestMs + (transfers[node] as number)
    const cost = costs[node] as number
    if (wanted.has(node) || (cost > 0 && asOne < cost)) {
      whole[node] = 1
      costs[node] = asOne
    }
    const parent = tree.parent(node)
    costs[parent] = (costs[parent] as number) + (costs[node] as number)
    transfers[parent] = (transfers[parent] as number) + (transfers[node] as number)
  }
  const estimateMs = costs[0] as number
  release(costs)
  release(transfers)
  return { estimateMs, whole }
}

function transferMs({ layers, owners, entries }: Stacked, node: number): number {
  const layer = layers[owners[node] as number] as LayerTable
  const entry = entries[node] as number
  const size = kindOf(layer, entry) === kind.file ? sizeOf(layer, entry) : 0
  return entryMs + size / bytesPerMs
}
