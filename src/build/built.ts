import type { SideName } from '../config/config.ts'
import type { DockerfileInstruction } from './dockerfile-lines.ts'
import type { LayerInstruction } from './layer-instruction.ts'
import type { ProvenanceReading } from './provenance/provenance.ts'

/** One step of a build as BuildKit or the legacy builder reports it. `ms` is null while unknown. */
export interface BuildStep {
  readonly name: string
  readonly stage: string | null
  readonly file: string | null
  readonly line: number | null
  readonly cached: boolean
  readonly ms: number | null
}

/** Why a side could not be had. `log` holds the last lines of its build log (at most 20), as the builder wrote them. */
export interface SideError {
  readonly stage: 'resolve' | 'checkout' | 'prepare' | 'pull' | 'build' | 'inspect'
  readonly kind: 'failed' | 'timeout' | 'disk-full' | 'not-found' | 'denied' | 'unsupported'
  readonly message: string
  readonly step: string | null
  readonly file: string | null
  readonly line: number | null
  readonly log: string | null
}

/** Files in the checkout beyond its commit that enter the after context. `first`: up to five paths. */
export interface Untracked {
  readonly count: number
  readonly bytes: number
  readonly first: readonly string[]
}

/** The image named by the last `FROM` of the target's stage chain; `digest` when the engine knows it. */
export interface BaseImage {
  readonly reference: string
  readonly digest: string | null
  /** diffIDs of the base, bottom first, when the engine has the image. */
  readonly diffIds: readonly string[] | null
}

/** The files of a build that a remedy may change. Paths are relative to the repository's root. */
export interface BuildTexts {
  readonly dockerfile: string
  /** The instructions of that text. */
  readonly written: readonly DockerfileInstruction[]
  /** The ignore file in effect; where there is none, the one that could be made, with no text. */
  readonly ignore: { readonly file: string; readonly text: string }
}

/** Where an image lies that is read without an engine. `path` is absolute; `name` tells one of several images. */
export type ImagePlace =
  | { readonly kind: 'archive'; readonly path: string; readonly name: string | null }
  | { readonly kind: 'registry'; readonly reference: string }

/**
 * One side after the build stage: an image in the engine (`imageId`), one that lies elsewhere (`stored`), or the
 * error that says why there is none.
 */
export interface BuiltSide {
  readonly side: SideName
  /** As written in the configuration: `base`, `git:main`, `image:python:3.12`. */
  readonly source: string
  /** How the source became a commit or an image, in words: `the merge commit's other parent`. */
  readonly resolvedBy: string
  readonly commit: string | null
  /** Absolute path of this side's own tree, for probes with `checkout`; null for an image. */
  readonly tree: string | null
  /** What git ignores in that tree, relative to it: such a copy leaves it out. */
  readonly ignored: readonly string[]
  /** Dockerfile, relative to the repository root. */
  readonly file: string | null
  readonly context: string | null
  readonly target: string | null
  readonly platform: string | null
  readonly untracked: Untracked | null
  readonly base: BaseImage | null
  /** What of the Dockerfile can make layers of the image, bottom first; empty for an image that was not built here. */
  readonly instructions: readonly LayerInstruction[]
  /** What the builder says of the image's layers; null for an image that was not built here. */
  readonly provenance: ProvenanceReading | null
  /** What was built from; null for an image that was not built here. */
  readonly texts: BuildTexts | null
  /** What the engine calls the image: our unique tag, or the reference that was asked for. */
  readonly reference: string | null
  readonly imageId: string | null
  /** Where the image is read without an engine; null for one that an engine has. */
  readonly stored: ImagePlace | null
  /** Set for a pulled or local `image:` source. */
  readonly pulled: {
    readonly digest: string | null
    readonly createdAt: string | null
    readonly fresh: boolean
  } | null
  readonly build: {
    readonly builder: 'buildx' | 'engine-api'
    /** Absolute path of the full log. */
    readonly log: string
    readonly steps: readonly BuildStep[]
    readonly ms: number
  } | null
  readonly error: SideError | null
}

/**
 * Both sides of one image. `new`: the Dockerfile does not exist on the before side, so that there is
 * nothing to compare with. `alone`: nobody asked for a before side.
 */
export interface BuiltPair {
  readonly change: 'pair' | 'new' | 'alone'
  readonly before: BuiltSide | null
  readonly after: BuiltSide
}
