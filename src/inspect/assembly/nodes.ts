import * as at from './memory'
import { firstPlace, freeSlot, isFull, placeAfter, slotsFor } from './slots'

/** Nodes so far; node 0 is the root. */
let count: i32 = 1
/** Slots of the hash table that are used; 0 before the first one is. */
let slots: i32 = 0

/** How many nodes there are. */
export function nodeCount(): i32 {
  return count
}

/** The node of a name below a node; a new one when it was not there, −1 without room. */
export function child(parent: i32, name: i32): i32 {
  const slot = slotOf(parent, name)
  const found = load<i32>(slot)
  return found !== 0 ? found : add(parent, name, slot)
}

/** The node of a name below a node, or 0 when there is none. */
export function findChild(parent: i32, name: i32): i32 {
  return load<i32>(slotOf(parent, name))
}

/** Takes over nodes that another instance had: their parents and names are here already. */
export function takeNodes(nodes: i32): void {
  count = nodes
  grow()
}

function parentOf(node: i32): i32 {
  return at.get(at.parents, node)
}

function nameOf(node: i32): i32 {
  return at.get(at.nodeNames, node)
}

function add(parent: i32, name: i32, slot: usize): i32 {
  if (count === at.most) return -1
  const node = count++
  at.put(at.parents, node, parent)
  at.put(at.nodeNames, node, name)
  store<i32>(slot, node)
  if (isFull(count, slots)) grow()
  return node
}

function grow(): void {
  memory.fill(at.nodeSlots, 0, (<usize>slots) << 2)
  slots = slotsFor(count, slots)
  for (let node = 1; node < count; node++) {
    store<i32>(freeSlot(at.nodeSlots, hash(parentOf(node), nameOf(node)), slots), node)
  }
}

function slotOf(parent: i32, name: i32): usize {
  if (slots === 0) grow()
  let place = firstPlace(hash(parent, name), slots)
  while (true) {
    const slot = at.nodeSlots + ((<usize>place) << 2)
    const node = load<i32>(slot)
    if (node === 0 || (parentOf(node) === parent && nameOf(node) === name)) return slot
    place = placeAfter(place, slots)
  }
}

function hash(parent: i32, name: i32): u32 {
  const value = (<u32>parent * 0x9e3779b1) ^ (<u32>name * 0x85ebca6b)
  return (value ^ (value >>> 15)) * 0x2c1b3c6d
}
