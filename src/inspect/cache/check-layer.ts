import { kind } from '../layer-table.ts'
import { BadEntry } from './bad-entry.ts'
import type { LocalLayer } from './layer-section.ts'

/**
 * Throws a `BadEntry` unless every number in a layer leads to what is there and the sizes add up, so that
 * whoever goes on with it can neither fail nor count wrongly.
 */
export function checkLayer(layer: LocalLayer): void {
  const isKnown = layer.checksumKind === 0 || layer.checksumKind === 1
  if (!isKnown || !isSize(layer.size) || !isSize(layer.declaredSize)) throw new BadEntry('head')
  const last = checkNames(layer)
  checkNodes(layer, last)
  checkInodes(layer)
  for (let entry = 0; entry < layer.length; entry++) {
    if (layer.inodes[entry] === entry) checkInode(layer, entry)
  }
  checkSum(layer)
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** Names: their lengths add up to the bytes that are there. Out: what is the matter with each as a component. */
function checkNames({ names, nameLengths, nameCount }: LocalLayer): Uint8Array {
  const isComponent = new Uint8Array(nameCount)
  let start = 0
  let nextSlash = names.indexOf(slash)
  for (let name = 0; name < nameCount; name++) {
    const length = nameLengths[name] as number
    if (length < 0 || length > names.length - start) throw new BadEntry('names')
    const end = start + length
    const hasSlash = nextSlash >= 0 && nextSlash < end
    isComponent[name] = hasSlash || isOdd(names, start, end) ? 0 : 1
    if (hasSlash) nextSlash = names.indexOf(slash, end)
    start = end
  }
  if (start !== names.length) throw new BadEntry('names')
  return isComponent
}

const slash = 0x2f
const dot = 0x2e

// Empty, `.` or `..`.
function isOdd(names: Uint8Array, start: number, end: number): boolean {
  if (end - start > 2) return false
  return start === end || (names[start] === dot && names[end - 1] === dot)
}

function checkNodes({ parents, nodeNames, nodeCount, nameCount }: LocalLayer, isComponent: Uint8Array): void {
  for (let node = 0; node < nodeCount; node++) {
    const name = nodeNames[node] as number
    if (!isBelow(parents[node] as number, node + 1)) throw new BadEntry('parents')
    if (!isBelow(name, nameCount) || isComponent[name] !== 1) throw new BadEntry('components')
  }
}

function isBelow(value: number, end: number): boolean {
  return value >= 0 && value < end
}

function checkInodes({ inodes, paths, length, nodeCount }: LocalLayer): void {
  for (let entry = 0; entry < length; entry++) {
    const inode = inodes[entry] as number
    if (!isBelow(inode, entry + 1) || inodes[inode] !== inode) throw new BadEntry('inodes')
    if (!isBelow((paths[entry] as number) + 1, nodeCount + 2)) throw new BadEntry('paths')
  }
}

function checkInode(layer: LocalLayer, entry: number): void {
  const size = layer.sizes[entry] as number
  const attributes = layer.attributes[entry] as number
  const target = layer.extras[entry] as number
  const what = attributes >> 12
  if (what < kind.directory || what > kind.opaque) throw new BadEntry('kinds')
  if (what === kind.symlink) {
    if (!isBelow(target, layer.nameCount) || size !== layer.nameLengths[target]) throw new BadEntry('links')
  } else if (what === kind.file ? !isSize(size) : size !== 0) throw new BadEntry('sizes')
  if (what === kind.outerLink && !isBelow(target, layer.nodeCount + 1)) throw new BadEntry('links')
}

// As the builder of a layer counts: an inode once, while one of its names is there.
function checkSum({ inodes, paths, sizes, size, length }: LocalLayer): void {
  const counted = new Uint8Array(length)
  let sum = 0
  for (let entry = 0; entry < length; entry++) {
    const inode = inodes[entry] as number
    if ((paths[entry] as number) < 0 || counted[inode] === 1) continue
    counted[inode] = 1
    sum += sizes[inode] as number
  }
  if (sum !== size) throw new BadEntry('sum')
}
