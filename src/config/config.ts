/** The two images that a run compares. */
export type SideName = 'before' | 'after'

/** Where a rule or setting came from; the report names it (`policy.origins`). */
export type Origin = 'input' | 'file' | 'default'

/**
 * Where the image of one side comes from. Written `base`, `worktree`, `git:REF`, `image:REF`, `dockerfile:PATH`,
 * `archive:PATH`, `archive:PATH#NAME`, `registry:REF`.
 */
export type Source =
  | { readonly kind: 'base' }
  | { readonly kind: 'worktree' }
  | { readonly kind: 'git'; readonly ref: string }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'dockerfile'; readonly path: string }
  /** `path` is absolute, or relative to the repository root; `name` tells which of several images is meant. */
  | { readonly kind: 'archive'; readonly path: string; readonly name: string | null }
  | { readonly kind: 'registry'; readonly reference: string }

/**
 * How a side is built; names and meaning follow docker/build-push-action.
 * Paths are relative to the repository root, with `/`; `file: null` means `{context}/Dockerfile`.
 */
export interface BuildSettings {
  readonly context: string
  readonly file: string | null
  readonly target: string | null
  readonly platform: string | null
  readonly buildArgs: Readonly<Record<string, string>>
  readonly buildContexts: Readonly<Record<string, string>>
  /** As buildx takes them: `id=…,src=…` or `id=…,env=…`. */
  readonly secrets: readonly string[]
  readonly ssh: readonly string[]
  readonly cacheFrom: readonly string[]
  readonly cacheTo: readonly string[]
  readonly noCache: boolean
  readonly pull: boolean
  readonly network: string | null
  readonly builder: string | null
}

export interface SideConfig {
  readonly source: Source
  readonly build: BuildSettings
}

/** Output that a probe must show: a substring, or an RE2 pattern (written `/pattern/`). */
export interface OutputExpectation {
  readonly kind: 'contains' | 'matches'
  readonly value: string
}

/** A bind mount of the checkout; `source` is relative to the repository root. */
export interface ProbeMount {
  readonly source: string
  readonly target: string
  readonly readOnly: boolean
}

/** The place where a probe was written: `mode` tells an action input or flag from the configuration file. */
export interface ProbeOrigin {
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly mode: Origin
}

export type ProbeKind = 'absent' | 'expect-pass' | 'expect-fail'

/** One probe, ready to run. */
export interface ProbeSpec {
  /** Stable within the image: kind and position, such as `expect-pass-2`. */
  readonly id: string
  /** What the reader sees: the command as written, or the name given in the file. */
  readonly name: string
  readonly kind: ProbeKind
  /** Exec form. For `absent` the one name that must be gone. With `entrypoint: 'image'` only the arguments. */
  readonly argv: readonly string[]
  /** `absent` only: `exact:NAME` does not cover `NAME-12` and `x86_64-linux-gnu-NAME`. */
  readonly exact: boolean
  readonly entrypoint: 'none' | 'image'
  readonly user: string | null
  readonly workdir: string | null
  readonly env: Readonly<Record<string, string>>
  readonly mounts: readonly ProbeMount[]
  /** Absolute path in the container that receives a throw-away copy of the side's own tree. */
  readonly checkout: string | null
  readonly network: string
  readonly timeoutMs: number
  readonly memoryBytes: number | null
  readonly pids: number | null
  readonly stdout: OutputExpectation | null
  readonly stderr: OutputExpectation | null
  readonly origin: ProbeOrigin
}

export type LimitName = 'max-size' | 'max-increase' | 'min-decrease' | 'max-wasted'

/** A rule on one number. `max-increase: 2%, 10MB` is two limits. */
export interface Limit {
  readonly name: LimitName
  readonly level: 'fail' | 'warn'
  readonly unit: 'bytes' | 'percent'
  readonly limit: number
  readonly origin: Origin
}

export interface ImageConfig {
  readonly name: string
  /** False where `after` alone is inspected: `before` then is the same, and nobody makes or reads it. */
  readonly compared: boolean
  readonly before: SideConfig
  readonly after: SideConfig
  readonly probes: readonly ProbeSpec[]
  readonly limits: readonly Limit[]
  /** Bytes below which a relative limit counts as met. */
  readonly noiseFloor: number
  /** A command that runs in both trees before the build. */
  readonly prepare: readonly string[] | null
  readonly includeGit: boolean
}

/** Whether the engine's own files are read through its socket: where that works, only so, or never. */
export type EngineAccess = 'auto' | 'metadata' | 'export'

export interface PublishConfig {
  readonly comment: 'auto' | 'always' | 'never'
  readonly commentKey: string
  readonly githubToken: string | null
  readonly summary: boolean
  readonly annotations: boolean
}

/**
 * Where layers that were read are kept for later runs: in a directory (absolute path), nowhere, or, when nobody
 * says, where the runner can keep something between runs.
 */
export type CacheDirectory =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'none' | 'automatic' }

/** The rules of a `.dive-ci` file, in dive's own units: shares of 1, and bytes; null for one that is switched off. */
export interface DiveRules {
  readonly file: string
  readonly lowestEfficiency: number | null
  readonly highestWastedBytes: number | null
  readonly highestUserWastedPercent: number | null
}

/** The whole configuration of a run: parsed once, frozen. */
export interface Config {
  readonly images: readonly ImageConfig[]
  readonly overrideLabel: string | null
  readonly publish: PublishConfig
  readonly engineAccess: EngineAccess
  /** Deadline of the whole run, in ms. */
  readonly timeoutMs: number
  readonly cacheDirectory: CacheDirectory
  /** Hosts of registries, as in an image's name, that may be reached by plain HTTP beside those on this machine. */
  readonly insecureRegistries: readonly string[]
  /** What the repository's `.dive-ci` file asks for; null without one. */
  readonly dive: DiveRules | null
  /** The configuration file in use, relative to the repository root; absolute where a terminal's user names one outside. */
  readonly file: string | null
  /** key → where its value came from. */
  readonly origins: Readonly<Record<string, Origin>>
}
