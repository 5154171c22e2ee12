/**
 * What a package says about others, in raw bytes as its database names them, versions left out. The inner lists
 * are alternatives: one of the names will do.
 */
export interface Relations {
  /** Without these it does not work. */
  readonly needs: readonly (readonly string[])[]
  /** These come along unless somebody says no: recommended, optional, or asked for by an extra. */
  readonly wants: readonly (readonly string[])[]
  /** Names that it answers to beside its own. */
  readonly provides: readonly string[]
  /** Packages that need it, where that is said by where it lies. */
  readonly neededBy: readonly string[]
  /** Packages beside which it is installed by itself. */
  readonly wantedBy: readonly string[]
}

/** The relations that are given, and no others. */
export function relationsOf(some: Partial<Relations>): Relations {
  return { needs: [], wants: [], provides: [], neededBy: [], wantedBy: [], ...some }
}
