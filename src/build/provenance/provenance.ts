/**
 * What the builder itself says of where an image's layers come from: plain data, without arguments or commands.
 * Lines are 1-based and of the Dockerfile that was built.
 */
export interface Provenance {
  /** The image that the layers begin with, by its full name (`docker.io/library/python:3`); null for none. */
  readonly base: { readonly name: string; readonly digest: string | null } | null
  /** How many of the lowest layers are the base's; null where the builder kept no list of layers. */
  readonly baseLayers: number | null
  /** For each layer above, bottom first, the lines on which the step that made it stands: of equal steps all. */
  readonly lines: readonly (readonly number[])[]
}

/** A provenance, or why there is none that can be used: in our own words, without foreign text. */
export type ProvenanceReading =
  | { readonly provenance: Provenance; readonly problem: null }
  | { readonly provenance: null; readonly problem: string }
