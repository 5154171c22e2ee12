import type { BuildSettings, Config, ImageConfig, ProbeSpec, PublishConfig } from '../config.ts'

/** How the text of an input is read; each kind has one parser in `../values/`. */
export type InputKind =
  | 'boolean'
  | 'choice'
  | 'command'
  | 'commands'
  | 'count'
  | 'duration'
  | 'limit'
  | 'lines'
  | 'memory'
  | 'mounts'
  | 'names'
  | 'pairs'
  | 'path'
  | 'size'
  | 'source'
  | 'text'

/** The part of the configuration that an input fills. */
export type Field =
  | 'source'
  | `build.${keyof BuildSettings}`
  | `probe.${keyof ProbeSpec}`
  | `image.${keyof ImageConfig}`
  | `publish.${keyof PublishConfig}`
  | `config.${keyof Config}`

/**
 * One input. The action's input, the terminal's flag and the key in the configuration file have this
 * one name. `scope` says where the file may hold it: with each image, at its top only, or not at all.
 */
export interface InputSpec {
  readonly name: string
  readonly kind: InputKind
  readonly scope: 'image' | 'run' | 'outside'
  /** True where the sides may differ: `before-NAME` and `after-NAME` exist too. */
  readonly twins?: true
  readonly field: Field
  /** What holds when nobody says anything, in words for the reader; null for nothing. */
  readonly default: string | null
  /** The `default:` of action.yml, only for what the configuration file cannot hold. */
  readonly actionDefault?: string
  /** Another name of this input that means the same. */
  readonly aliasOf?: string
  /** Set by action.yml alone: not a flag, and in no table for the reader. */
  readonly hidden?: true
  /** The values of a `choice`. */
  readonly choices?: readonly string[]
  /** A value as one would write it. */
  readonly example: string
  readonly description: string
}

/** Kinds that hold one entry a line; their flags may be repeated. */
export function isList(kind: InputKind): boolean {
  return ['commands', 'lines', 'mounts', 'names', 'pairs'].includes(kind)
}
