import { diveSize } from './dive-size.ts'
import { DiveStack } from './dive-stack.ts'
import type { LayerTable } from './layer-table.ts'
import type { Stacked } from './stack.ts'

/** What dive computes of an image, in bytes; `efficiency` is a share of 1. */
export interface DiveNumbers {
  readonly efficiency: number
  readonly wastedBytes: number
  readonly sizeBytes: number
  /** `sizeBytes` without the lowest layer, which dive takes for the base image. */
  readonly userSizeBytes: number
}

/**
 * The numbers of dive 0.13 (`dive/filetree/efficiency.go`, `dive/image/analysis.go`), with what is odd about
 * them: a path that two layers bring is wasted with both copies, a deleted directory is not, an opaque mark
 * hides nothing, a deleted path that no lower layer has ends the reading of its layer. Of every path p that is a
 * leaf of some layer's tree, with C(p) the sum and m(p) the least of its sizes there:
 *
 *     efficiency = Σ m(p) / Σ C(p)      wastedBytes = Σ C(p) over the paths that occur twice or more
 */
export function diveNumbers({ layers, tree }: Pick<Stacked, 'layers' | 'tree'>): DiveNumbers {
  const total = new Float64Array(tree.count)
  const least = new Float64Array(tree.count)
  const times = new Uint8Array(tree.count)
  const stack = new DiveStack(tree)
  for (const layer of layers) {
    for (const { node, size } of stack.leaves(layer)) {
      if (size === null) {
        if (times[node] === 0) least[node] = unset
        continue
      }
      total[node] = (total[node] as number) + size
      least[node] = times[node] === 0 ? size : Math.min(least[node] as number, size)
      times[node] = Math.min(2, (times[node] as number) + 1)
    }
    stack.put(layer)
  }
  const wasted = total.filter((_, node) => times[node] === 2)
  const [all, needed] = [sum(total), sum(least)]
  const sizes = layers.map(declaredSize)
  return {
    efficiency: all === 0 ? 1 : needed / all,
    wastedBytes: sum(wasted),
    sizeBytes: sum(sizes),
    userSizeBytes: sum(sizes.slice(1)),
  }
}

// What dive starts with, and adds up too where it stops before it has looked at the path.
const unset = -1

function sum(values: Float64Array | readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

function declaredSize(layer: LayerTable): number {
  let size = 0
  for (let entry = 0; entry < layer.length; entry++) size += diveSize(layer, entry)
  return size
}
