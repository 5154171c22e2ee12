import * as at from './memory'
import { findName } from './names'
import { findChild } from './nodes'
import { isComponent } from './paths'

/** How many nodes and how many directories the last call of `placePaths` found. */
export let named: i32 = 0
export let passed: i32 = 0

// The path that was read last, how many components it has, and of how many the places are known.
let before: usize = 0
let depth: i32 = 0
let entered: i32 = 0

/** How many directories lead elsewhere. */
let detourCount: i32 = 0

/** Has what lies below a node looked for below another one, −1 for nowhere. False when there are too many of those. */
export function detour(node: i32, place: i32): bool {
  if (detourCount === at.mostDetours) return false
  at.put(at.detours, detourCount << 1, node)
  at.put(at.detours, (detourCount << 1) + 1, place)
  detourCount++
  return true
}

/** Has every node looked for where it is again. */
export function forgetDetours(): void {
  detourCount = 0
}

/**
 * Finds the nodes that a list of absolute paths names, one a line; other lines are passed over. In: where the lines
 * stand, each with its line end; those that begin at `input` are a new list. Out: where the first line begins for which
 * there was no room in the columns, or 0 for a path that passes through an empty component, `.` or `..`, or too many.
 */
export function placePaths(start: usize, end: usize): usize {
  named = 0
  passed = 0
  if (start === at.input) {
    before = 0
    depth = 0
    entered = 0
  }
  let line = start
  while (line < end && named < at.mostRecords && passed <= at.mostRecords - at.mostDepth) {
    const behind = load<u8>(line) === slash ? placePath(line) : lineEnd(line)
    if (behind === 0) return 0
    line = behind + 1
  }
  return line
}

// Of a path only what differs from the one before is looked for. Where it ends, or 0.
function placePath(start: usize): usize {
  if (before !== 0) {
    const same = sameLength(before, start)
    while (depth > 0 && !isDirectoryOfBoth(start, endOf(depth), same)) depth--
  }
  before = start
  entered = min(entered, depth)
  let end = start + endOf(depth)
  while (load<u8>(end) === slash) {
    if (depth === at.mostDepth || !enter(start)) return 0
    const place = at.get(at.places, depth)
    const first = end + 1
    end = componentEnd(first)
    depth++
    at.put(at.passedNodes, depth, place < 0 ? -1 : nodeBelow(place, first, end))
    at.put(at.ends, depth, <i32>(end - start))
  }
  const node = at.get(at.passedNodes, depth)
  if (node > 0) at.put(at.nodes, named++, node)
  return end
}

/** Notes the directory that the path goes on through, once. False for a component that is taken out of a path. */
function enter(start: usize): bool {
  if (entered >= depth) return true
  const node = at.get(at.passedNodes, depth)
  if (node < 0 && !isComponent(start + endOf(depth - 1) + 1, start + endOf(depth))) return false
  if (node >= 0) at.put(at.extras, passed++, node)
  at.put(at.places, depth, placeOf(node))
  entered = depth
  return true
}

function placeOf(node: i32): i32 {
  for (let index = 0; index < detourCount; index++) {
    if (at.get(at.detours, index << 1) === node) return at.get(at.detours, (index << 1) + 1)
  }
  return node
}

function nodeBelow(place: i32, start: usize, end: usize): i32 {
  const name = findName(start, end)
  const node = name < 0 ? 0 : findChild(place, name)
  return node === 0 ? -1 : node
}

function endOf(component: i32): usize {
  return <usize>at.get(at.ends, component)
}

function isDirectoryOfBoth(start: usize, end: usize, same: usize): bool {
  return end <= same && load<u8>(start + end) === slash
}

function sameLength(one: usize, other: usize): usize {
  let length: usize = 0
  while (load<u8>(one + length) === load<u8>(other + length) && load<u8>(one + length) !== newline) length++
  return length
}

function componentEnd(start: usize): usize {
  let end = start
  while (load<u8>(end) !== slash && load<u8>(end) !== newline) end++
  return end
}

function lineEnd(start: usize): usize {
  let end = start
  while (load<u8>(end) !== newline) end++
  return end
}

const slash: u8 = 0x2f
const newline: u8 = 0x0a
