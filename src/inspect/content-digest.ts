import { kind, type LayerTable, modeOf } from './layer-table.ts'
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
  const paths = { one: pathHashes(tree, 0x9747b28c), other: pathHashes(tree, 0x5bd1e995) }
  return new Map([...layers].map(([diffId, layer]) => [diffId, digestOf(layer, tree, paths)]))
}

interface Paths {
  readonly one: Int32Array
  readonly other: Int32Array
}

// A node's parent has a smaller number.
function pathHashes(tree: PathTree, seed: number): Int32Array {
  const hashes = new Int32Array(tree.count)
  for (let node = 1; node < hashes.length; node++) {
    const parent = hashes[tree.parent(node)] as number
    hashes[node] = mixed(parent ^ seed, tree.names.hash(tree.name(node), seed))
  }
  return hashes
}

function digestOf(layer: LayerTable, tree: PathTree, paths: Paths): string {
  const one = sumOf(layer, tree, paths.one, 0x2545f491)
  const other = sumOf(layer, tree, paths.other, 0x6c8e9cf5)
  const hex = [one.sum, other.sum].map((sum) => (sum >>> 0).toString(16).padStart(8, '0'))
  return `${layer.checksumKind}:${one.count}:${layer.size}:${hex.join('')}`
}

// A sum of the entries' hashes does not depend on their order.
function sumOf(
  layer: LayerTable,
  tree: PathTree,
  paths: Int32Array,
  seed: number,
): { sum: number; count: number } {
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
    hash = mixed(hash, ((layer.attributes[inode] as number) & ~0xffff) | modeOf(layer, entry))
    hash = mixed(hash, size | 0)
    hash = mixed(hash, (size / 2 ** 32) | 0)
    hash = mixed(hash, layer.checksums[inode] as number)
    hash = mixed(hash, targetHash(layer, inode, tree, paths, seed))
    sum = (sum + finished(hash)) | 0
    count++
  }
  return { sum, count }
}

// Which paths are one inode, whichever of them the tar has first.
function linkGroups(layer: LayerTable, paths: Int32Array): Int32Array {
  const groups = new Int32Array(layer.length)
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
  const what = (layer.attributes[inode] as number) >> 16
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
