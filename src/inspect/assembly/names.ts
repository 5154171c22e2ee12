import * as at from './memory'
import { firstPlace, freeSlot, isFull, placeAfter, slotsFor } from './slots'

/** Names so far. */
let count: i32 = 0
/** Slots of the hash table that are used; 0 before the first one is. */
let slots: i32 = 0

/** How many names there are. */
export function nameCount(): i32 {
  return count
}

/** The number of the name that stands from `start` to before `end`; a new one when it was not there, −1 without room. */
export function intern(start: usize, end: usize): i32 {
  const slot = slotOf(start, end)
  const found = load<i32>(slot) - 1
  return found >= 0 ? found : add(start, end, slot)
}

/** The number of such a name, or −1 when it was never interned. */
export function findName(start: usize, end: usize): i32 {
  return load<i32>(slotOf(start, end)) - 1
}

/** Takes over names that another instance had: their bytes and starts are here already. */
export function takeNames(names: i32): void {
  count = names
  grow()
}

/** A hash of a name's bytes (FNV-1a, 32 bits, from `seed` on). */
export function hashName(name: i32, seed: u32): u32 {
  return hash(startOf(name), startOf(name + 1), seed)
}

const usualSeed: u32 = 0x811c9dc5

function startOf(name: i32): usize {
  return at.bytes + at.get(at.starts, name)
}

function add(start: usize, end: usize, slot: usize): i32 {
  const own = startOf(count)
  if (count === at.most || end - start > at.end - own) return -1
  memory.copy(own, start, end - start)
  store<i32>(slot, ++count)
  at.put(at.starts, count, <i32>(own + (end - start) - at.bytes))
  if (isFull(count, slots)) grow()
  return count - 1
}

// The names are all there is to know where they go, so that the table needs no second one beside it.
function grow(): void {
  memory.fill(at.nameSlots, 0, (<usize>slots) << 2)
  slots = slotsFor(count, slots)
  for (let name = 0; name < count; name++) {
    store<i32>(freeSlot(at.nameSlots, hashName(name, usualSeed), slots), name + 1)
  }
}

function slotOf(start: usize, end: usize): usize {
  if (slots === 0) grow()
  const length = end - start
  let place = firstPlace(hash(start, end, usualSeed), slots)
  while (true) {
    const slot = at.nameSlots + ((<usize>place) << 2)
    const name = load<i32>(slot) - 1
    if (name < 0) return slot
    const own = startOf(name)
    if (startOf(name + 1) - own === length && memory.compare(own, start, length) === 0) return slot
    place = placeAfter(place, slots)
  }
}

function hash(start: usize, end: usize, seed: u32): u32 {
  let value = seed
  for (let place = start; place < end; place++) value = (value ^ load<u8>(place)) * 0x01000193
  return value ^ (value >>> 15)
}
