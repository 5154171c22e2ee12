/** A commit and how it was found, in words. */
export interface Commit {
  readonly commit: string
  readonly resolvedBy: string
}
