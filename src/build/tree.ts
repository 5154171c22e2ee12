import type { SideError } from './built.ts'

/** A side's files on disk. */
export interface SideTree {
  /** Absolute path of the repository root of this side. */
  readonly directory: string
  readonly commit: string | null
  /** How the source became this commit, in words. */
  readonly resolvedBy: string
  /** True for a clean tree that we made; false for the user's own checkout. */
  readonly own: boolean
}

/** The tree, or why there is none. */
export type TreeOutcome =
  | { readonly tree: SideTree; readonly error: null }
  | { readonly tree: null; readonly error: SideError }
