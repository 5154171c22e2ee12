import type { OwnerBytes } from '../inspect/owners/owner.ts'
import type { Composition } from './report.ts'

/**
 * What an image is made of: its live bytes by kind of owner, packages by their manager too, the most first. They add
 * up to the live bytes. Null when the owners are not known.
 */
export function compositionOf(owners: readonly OwnerBytes[] | null): readonly Composition[] | null {
  if (!owners) return null
  const parts = new Map<string, Composition>()
  for (const owner of owners) {
    const manager = owner.kind === 'package' ? owner.manager : null
    const key = `${owner.kind} ${manager}`
    const bytes = (parts.get(key)?.bytes ?? 0) + owner.bytes
    parts.set(key, { kind: owner.kind, manager, bytes })
  }
  return [...parts.values()].sort((one, other) => other.bytes - one.bytes)
}
