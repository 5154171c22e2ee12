import type { Image } from '../inspect/image.ts'
import type { OwnerBytes, OwnerKind } from '../inspect/owners/owner.ts'
import { ownerKey } from '../inspect/owners/owner-key.ts'
import type { Cause } from './image-diff.ts'

/** An owner on both sides: its bytes, and its number among the image's `dependencies`, null where it is in none. */
export interface OwnerPair extends Pick<Cause, 'owner' | 'change' | 'delta'> {
  readonly before: OwnerBytes | null
  readonly after: OwnerBytes | null
  readonly nodes: { readonly before: number | null; readonly after: number | null }
}

/**
 * The owners of two images by their identity, packages without bytes too. A package that only one image's
 * databases have came or went, whatever files of it are left; what no database speaks of did when its bytes did.
 */
export function ownerPairs(before: Image, after: Image): Map<string, OwnerPair> {
  const olds = sideOf(before)
  const nows = sideOf(after)
  const pairs = new Map<string, OwnerPair>()
  const add = (key: string, kind: OwnerKind, manager: string | null, name: string): void => {
    if (!pairs.has(key)) pairs.set(key, pairOf(key, { kind, manager, name }, olds, nows))
  }
  for (const { owners } of [olds, nows]) {
    for (const [key, { kind, manager, name }] of owners) add(key, kind, manager, name)
  }
  for (const { nodes, image } of [olds, nows]) {
    for (const [key, id] of nodes) {
      const node = image.dependencies?.[id]
      if (node) add(key, 'package', node.manager, node.name)
    }
  }
  return pairs
}

interface Side {
  readonly image: Image
  readonly owners: ReadonlyMap<string, OwnerBytes>
  /** By identity the number among the dependencies. */
  readonly nodes: ReadonlyMap<string, number>
}

function sideOf(image: Image): Side {
  return {
    image,
    owners: new Map((image.owners ?? []).map((one) => [ownerKey(one.kind, one.manager, one.name), one])),
    nodes: new Map(
      (image.dependencies ?? []).map(({ manager, name }, id) => [ownerKey('package', manager, name), id]),
    ),
  }
}

function pairOf(
  key: string,
  { kind, manager, name }: Pick<OwnerBytes, 'kind' | 'manager' | 'name'>,
  olds: Side,
  nows: Side,
): OwnerPair {
  const [before, after] = [olds.owners.get(key) ?? null, nows.owners.get(key) ?? null]
  const nodes = { before: olds.nodes.get(key) ?? null, after: nows.nodes.get(key) ?? null }
  const isListed = nodes.before !== null || nodes.after !== null
  const wasThere = isListed ? nodes.before !== null : before !== null
  const isThere = isListed ? nodes.after !== null : after !== null
  const version = {
    before: versionOf(olds, nodes.before, before),
    after: versionOf(nows, nodes.after, after),
  }
  return {
    owner: { kind, manager, name, version },
    change: !wasThere ? 'added' : !isThere ? 'removed' : 'changed',
    delta: (after?.bytes ?? 0) - (before?.bytes ?? 0),
    before,
    after,
    nodes,
  }
}

function versionOf({ image }: Side, node: number | null, owner: OwnerBytes | null): string | null {
  return image.dependencies?.[node ?? -1]?.version ?? owner?.version ?? null
}
