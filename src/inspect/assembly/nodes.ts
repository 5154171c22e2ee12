import * as at from './memory'

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
  return load<i32>(at.parents + ((<usize>node) << 2))
}

function nameOf(node: i32): i32 {
  return load<i32>(at.nodeNames + ((<usize>node) << 2))
}

function add(parent: i32, name: i32, slot: usize): i32 {
  if (count === at.most) return -1
  const node = count++
  store<i32>(at.parents + ((<usize>node) << 2), parent)
  store<i32>(at.nodeNames + ((<usize>node) << 2), name)
  store<i32>(slot, node)
  if (isFull()) grow()
  return node
}

// At most seven of eight slots are taken.
function isFull(): bool {
  return count > slots - (slots >> 3)
}

function grow(): void {
  memory.fill(at.nodeSlots, 0, (<usize>slots) << 2)
  do slots = min(slots === 0 ? at.firstSlots : slots + (slots >> 2), at.mostSlots)
  while (isFull())
  for (let node = 1; node < count; node++) store<i32>(freeSlot(parentOf(node), nameOf(node)), node)
}

function freeSlot(parent: i32, name: i32): usize {
  let place = firstSlot(parent, name)
  while (load<i32>(at.nodeSlots + ((<usize>place) << 2)) !== 0) place = place + 1 === slots ? 0 : place + 1
  return at.nodeSlots + ((<usize>place) << 2)
}

function slotOf(parent: i32, name: i32): usize {
  if (slots === 0) grow()
  let place = firstSlot(parent, name)
  while (true) {
    const slot = at.nodeSlots + ((<usize>place) << 2)
    const node = load<i32>(slot)
    if (node === 0 || (parentOf(node) === parent && nameOf(node) === name)) return slot
    place = place + 1 === slots ? 0 : place + 1
  }
}

function firstSlot(parent: i32, name: i32): i32 {
  let value = (<u32>parent * 0x9e3779b1) ^ (<u32>name * 0x85ebca6b)
  value = (value ^ (value >>> 15)) * 0x2c1b3c6d
  return <i32>((<u64>(value * 0x9e3779b1) * slots) >> 32)
}
