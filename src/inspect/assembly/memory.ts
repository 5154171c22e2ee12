// Where everything stands in the memory of this module, in bytes. What is long has the room that `layOut` gives it, and
// never moves: whoever needs more takes a new instance (see `PathMemory`).

/** Bytes of a description of a tar that are read at once, and most bytes of a name that comes from outside. */
export const inputLength: i32 = 1 << 18
export const askedLength: i32 = 1 << 16

/** Entries of a tar that one call reads. */
export const mostRecords: i32 = 512

/** What is to be read; behind it there is room to read on for a bit. */
export const input: usize = 1 << 14

/** A name that comes from outside. */
export const asked: usize = input + inputLength + 4096

/** The header block that is read, and before it what fills up the block before. */
export const block: usize = asked + askedLength

/** Where prefix and name of a header are put together. */
export const joined: usize = block + 2048

/** The directory of the path that was read last. */
export const recent: usize = joined + 512

/** By character: its six bits in base64, or −1. */
export const base64: usize = recent + 512

// Columns of what was read last: bytes, node, type and mode, and what depends on the type. Of a list of paths the nodes
// that it names, and as extras the directories that it goes through.
export const sizes: usize = base64 + 1024
export const nodes: usize = sizes + mostRecords * 8
export const modes: usize = nodes + mostRecords * 4
export const extras: usize = modes + mostRecords * 4

/** Components of a path in a list, and directories that lead elsewhere. */
export const mostDepth: i32 = 128
export const mostDetours: i32 = 256

// By component of the path that was read last: where it ends, its node, and the node below which the next one is looked
// for. Component 0 is the root, of which all three are 0.
export const ends: usize = extras + mostRecords * 4
export const passedNodes: usize = ends + (mostDepth + 1) * 4
export const places: usize = passedNodes + (mostDepth + 1) * 4

/** Pairs of a directory's node and the node that it leads to. */
export const detours: usize = places + (mostDepth + 1) * 4

/** Where the long ones begin. */
const first: usize = detours + mostDetours * 8

/** Most names, and most nodes. */
export let most: i32 = 0

/** Most slots of each hash table. Only so many first ones are used as names or nodes need. */
export let mostSlots: i32 = 0

/** Slots that a hash table begins with, if there is room for them. */
export const firstSlots: i32 = 1 << 16

/** By name: where its bytes begin, counted from `bytes`; and whether it is looked for. */
export let starts: usize = 0
export let marks: usize = 0

/** By node: its parent and its name. */
export let parents: usize = 0
export let nodeNames: usize = 0

/** Hash tables. A slot holds a name plus 1, or a node (the root is nobody's child); 0 is free. */
export let nameSlots: usize = 0
export let nodeSlots: usize = 0

/** The bytes of all names, one after the other, and where they must end. */
export let bytes: usize = 0
export let end: usize = 0

/** An integer of a column, by its index. */
export function get(column: usize, index: i32): i32 {
  return load<i32>(column + ((<usize>index) << 2))
}

/** Sets it. */
export function put(column: usize, index: i32, value: i32): void {
  store<i32>(column + ((<usize>index) << 2), value)
}

/** Gives room to as many names and as many nodes; the bytes of the names get the rest of the memory. To be called once. */
export function layOut(room: i32): void {
  const column = (<usize>room + 1) << 2
  most = room
  mostSlots = room + (room >> 2)
  starts = first
  parents = starts + column
  nodeNames = parents + column
  nameSlots = nodeNames + column
  nodeSlots = nameSlots + ((<usize>mostSlots) << 2)
  marks = nodeSlots + ((<usize>mostSlots) << 2)
  bytes = marks + room
  end = (<usize>memory.size()) << 16
  if (end <= bytes) unreachable()
}
