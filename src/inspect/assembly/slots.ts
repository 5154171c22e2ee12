import * as at from './memory'

/** Whether a hash table is too full: at most seven of eight slots are taken. */
export function isFull(count: i32, slots: i32): bool {
  return count > slots - (slots >> 3)
}

/** How many slots a table gets that has so many, and is too full with `count`: a quarter more, or those it begins with. */
export function slotsFor(count: i32, slots: i32): i32 {
  let more = slots
  do more = min(more === 0 ? at.firstSlots : more + (more >> 2), at.mostSlots)
  while (isFull(count, more))
  return more
}

/** The place at which the search for a hash begins. */
export function firstPlace(hash: u32, slots: i32): i32 {
  return <i32>((<u64>(hash * 0x9e3779b1) * slots) >> 32)
}

/** The place behind another one. */
export function placeAfter(place: i32, slots: i32): i32 {
  return place + 1 === slots ? 0 : place + 1
}

/** The free slot of a table that the search for a hash comes to. */
export function freeSlot(table: usize, hash: u32, slots: i32): usize {
  let place = firstPlace(hash, slots)
  while (at.get(table, place) !== 0) place = placeAfter(place, slots)
  return table + ((<usize>place) << 2)
}
