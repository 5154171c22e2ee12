import type { Image } from '../inspect/image.ts'
import type { OwnerBytes } from '../inspect/owners/owner.ts'
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
  const keys = new Set([
    ...olds.owners.keys(),
    ...nows.owners.keys(),
    ...olds.nodes.keys(),
    ...nows.nodes.keys(),
  ])
  return new Map([...keys].map((key) => [key, pairOf(key, olds, nows)]))
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
    owners: new Map((image.owners ?? []).map((one) => [keyOf(one.kind, one.manager, one.name), one])),
    nodes: new Map(
      (image.dependencies ?? []).map(({ manager, name }, id) => [keyOf('package', manager, name), id]),
    ),
  }
}

function pairOf(key: string, olds: Side, nows: Side): OwnerPair {
  const [kind, manager, name] = JSON.parse(key) as [OwnerBytes['kind'], string | null, string]
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

function keyOf(kind: string, manager: string | null, name: string): string {
  return JSON.stringify([kind, manager, name])
}
