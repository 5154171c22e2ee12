import type { OwnerKind } from './owner.ts'

/** A text that is the same for two owners when they are one: kind, manager and name are an owner's identity. */
export function ownerKey(kind: OwnerKind, manager: string | null, name: string): string {
  // No kind and no manager has such a character.
  return `${kind}\0${manager ?? ''}\0${name}`
}
