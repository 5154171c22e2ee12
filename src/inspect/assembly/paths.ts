import * as at from './memory'
import { intern } from './names'
import { child } from './nodes'

const slash: u8 = 0x2f
const dot: u8 = 0x2e

/** The directory of the path before, which most often is that of the next one too. */
let recentLength: usize = 0
let recentNode: i32 = 0

/**
 * The node of the path from `start` to before `end`, past one leading `./` or `/` and one slash at the end; made where
 * it is new. −1 for a path that is empty, or has components that would be taken out, for the mark of a whiteout, and
 * without room.
 */
export function pathNode(start: usize, end: usize): i32 {
  let first = start
  if (load<u8>(first) === slash) first++
  else if (load<u8>(first) === dot && load<u8>(first + 1) === slash && first + 1 < end) first += 2
  const last = end > first && load<u8>(end - 1) === slash ? end - 1 : end
  const name = lastComponent(first, last)
  if (!isComponent(name, last) || isWhiteout(name)) return -1
  const directory = name > first ? directoryNode(first, name - 1) : 0
  return directory < 0 ? -1 : component(directory, name, last)
}

function directoryNode(start: usize, end: usize): i32 {
  const length = end - start
  if (length === recentLength && memory.compare(at.recent, start, length) === 0) return recentNode
  let node = 0
  for (let first = start; first <= end; ) {
    let last = first
    while (last < end && load<u8>(last) !== slash) last++
    if (!isComponent(first, last)) return -1
    node = component(node, first, last)
    if (node < 0) return -1
    first = last + 1
  }
  memory.copy(at.recent, start, length)
  recentLength = length
  recentNode = node
  return node
}

function component(directory: i32, start: usize, end: usize): i32 {
  const name = intern(start, end)
  return name < 0 ? -1 : child(directory, name)
}

function lastComponent(start: usize, end: usize): usize {
  let first = end
  while (first > start && load<u8>(first - 1) !== slash) first--
  return first
}

/** False for what is empty, `.` or `..`. */
export function isComponent(start: usize, end: usize): bool {
  if (load<u8>(start) !== dot) return end > start
  const length = end - start
  return length > 2 || (length === 2 && load<u8>(start + 1) !== dot)
}

// OCI image-spec, layer.md: `.wh.`, little-endian as memory has it. Such a name is longer than that.
function isWhiteout(name: usize): bool {
  return load<u32>(name) === 0x2e68772e
}
