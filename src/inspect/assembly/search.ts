import * as at from './memory'
import { nodeCount } from './nodes'

/** Notes that a name is looked for, or that it is not any more. */
export function mark(name: i32, isWanted: bool): void {
  store<u8>(at.marks + name, isWanted)
}

/** The next node behind another one whose name is looked for; 0 when there is none. */
export function nextMarked(node: i32): i32 {
  const count = nodeCount()
  for (let next = node + 1; next < count; next++) {
    const name = at.get(at.nodeNames, next)
    if (load<u8>(at.marks + name)) return next
  }
  return 0
}
