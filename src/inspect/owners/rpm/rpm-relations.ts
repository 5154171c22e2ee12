import { type Relations, relationsOf } from '../relations.ts'
import type { RpmHeader } from './rpm-header.ts'

/**
 * What a package of rpm says about others (rpm `include/rpm/rpmtag.h`): it needs what it requires, wants what it
 * recommends, and answers to its capabilities. What only rpm itself or the package's own version answers to is left
 * out, and so are conditions (`(a if b)`).
 */
export function rpmRelations(header: RpmHeader): Relations {
  const named = (tag: number): string[] => [...new Set(header.strings(tag, mostNames) ?? [])]
  const alone = (tag: number): string[][] =>
    named(tag)
      .filter((name) => !/^(?:rpmlib\(|config\(|\()/.test(name))
      .map((name) => [name])
  return relationsOf({ needs: alone(1049), wants: alone(5046), provides: named(1047) })
}

const mostNames = 100_000
