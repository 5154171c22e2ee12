import { integers, release } from './columns.ts'
import { kind, kindOf, type LayerTable, modeOf } from './layer-table.ts'
import type { PathTree } from './path-tree.ts'

/**
 * A digest of what each layer brings, by diffID: equal for layers with the same paths, kinds, sizes, permission
 * bits, contents, link targets, hard links and whiteouts, whatever their order in the tar and their times. Owners and
 * extended attributes are not part of it. It names the kind of checksum, so that layers that were read in different
 * ways are never taken for equal. No proof against forgery, as the checksums are none.
 */
export function contentDigests(
  layers: ReadonlyMap<string, LayerTable>,
  tree: PathTree,
): ReadonlyMap<string, string> {
  const one = sumsOf(layers, tree, 0x9747b28c, 0x2545f491)
  const other = sumsOf(layers, tree, 0x5bd1e995, 0x6c8e9cf5)
  return new Map(
    [...layers].map(([diffId, layer]) => [diffId, digestOf(layer, one.get(diffId), other.get(diffId))]),
  )
}

interface Sum {
  readonly sum: number
  readonly count: number
}

// One seed after the other, so that only one hash of each path is in memory.
function sumsOf(
  layers: ReadonlyMap<string, LayerTable>,
  tree: PathTree,
  pathSeed: number,
  seed: number,
): ReadonlyMap<string, Sum> {
  const paths = pathHashes(tree, pathSeed)
  const sums = new Map([...layers].map(([diffId, layer]) => [diffId, sumOf(layer, tree, paths, seed)]))
  release(paths)
  return sums
}

// A node's parent has a smaller number.
function pathHashes(tree: PathTree, seed: number): Int32Array {
  const names = integers(tree.names.count)
  for (let name = 0; name < names.length; name++) names[name] = tree.names.hash(name, seed)
  const hashes = integers(tree.count)
  for (let node = 1; node < hashes.length; node++) {
    const parent = hashes[tree.parent(node)] as number
    hashes[node] = mixed(parent ^ seed, names[tree.name(node)] as number)
  }
  release(names)
  return hashes
}

function digestOf({ checksumKind, size }: LayerTable, one: Sum | undefined, other: Sum | undefined): string {
  const hex = [one, other].map((sum) => ((sum?.sum ?? 0) >>> 0).toString(16).padStart(8, '0'))
  return `${checksumKind}:${one?.count}:${size}:${hex.join('')}`
}

// A sum of the entries' hashes does not depend on their order.
function sumOf(layer: LayerTable, tree: PathTree, paths: Int32Array, seed: number): Sum {
  const groups = linkGroups(layer, paths)
  let sum = 0
  let count = 0
  for (let entry = 0; entry < layer.length; entry++) {
    const path = layer.paths[entry] as number
    if (path < 0) continue
    const inode = layer.inodes[entry] as number
    const size = layer.sizes[inode] as number
    let hash = mixed(seed, paths[path] as number)
    hash = mixed(hash, groups[inode] as number)
    const what = kindOf(layer, entry)
    hash = mixed(hash, (what << 16) | modeOf(layer, entry))
    hash = mixed(hash, size | 0)
    hash = mixed(hash, (size / 2 ** 32) | 0)
    hash = mixed(hash, what === kind.file ? (layer.checksums[inode] as number) : 0)
    hash = mixed(hash, targetHash(layer, inode, tree, paths, seed))
    sum = (sum + finished(hash)) | 0
    count++
  }
  release(groups)
  return { sum, count }
}

// Which paths are one inode, whichever of them the tar has first.
function linkGroups(layer: LayerTable, paths: Int32Array): Int32Array {
  const groups = integers(layer.length)
  for (let entry = 0; entry < layer.length; entry++) {
    const path = layer.paths[entry] as number
    const inode = layer.inodes[entry] as number
    if (path >= 0) groups[inode] = ((groups[inode] as number) + finished(paths[path] as number)) | 0
  }
  return groups
}

function targetHash(
  layer: LayerTable,
  inode: number,
  tree: PathTree,
  paths: Int32Array,
  seed: number,
): number {
  const what = kindOf(layer, inode)
  const target = layer.targets[inode] as number
  if (what === kind.symlink) return tree.names.hash(target, seed)
  return what === kind.outerLink ? (paths[target] as number) : 0
}

// A round of MurmurHash3 (x86, 32 bits).
function mixed(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const h = hash ^ k
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

// Its finalizer.
function finished(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
