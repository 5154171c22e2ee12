/** Bytes of a name from `start` to before `end`; its last component begins at `last`. */
export interface CleanName {
  start: number
  end: number
  last: number
}

/**
 * Finds the last component of an entry's name in its bytes, past one leading `./` or `/` and one slash at the end,
 * and writes that into `name`. False for a name with components that `splitPath` would take out, and for an empty one.
 */
export function cleanName(bytes: Uint8Array, name: CleanName): boolean {
  if (bytes[name.start] === slash) name.start++
  else if (bytes[name.start] === dot && bytes[name.start + 1] === slash && name.start + 1 < name.end)
    name.start += 2
  if (name.end > name.start && bytes[name.end - 1] === slash) name.end--
  let last = name.start
  for (let at = name.start; at < name.end; at++) {
    if (bytes[at] !== slash) continue
    if (!isComponent(bytes, last, at)) return false
    last = at + 1
  }
  name.last = last
  return isComponent(bytes, last, name.end)
}

const slash = 0x2f
const dot = 0x2e

function isComponent(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== dot) return end > start
  return end - start > 2 || (end - start === 2 && bytes[start + 1] !== dot)
}
