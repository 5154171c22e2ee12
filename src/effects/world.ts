import type { ImageReference } from '../config/values/image-reference.ts'
import type { Cleanup } from './cleanup.ts'
import type { Clock } from './clock.ts'
import type { Docker } from './docker/docker.ts'
import type { DockerCli } from './docker-cli.ts'
import type { Git } from './git.ts'
import type { GitHub } from './github.ts'
import type { LayerCache } from './layer-cache.ts'
import type { RunMark } from './mark.ts'
import type { Registry } from './registry/registry.ts'
import type { Runner } from './runner.ts'

/** Everything outside the program, given in by the entry. */
export interface World {
  readonly runner: Runner
  readonly docker: Docker
  readonly dockerCli: DockerCli
  readonly git: Git
  /** A client for the token that the configuration names. */
  readonly github: (token: string) => GitHub
  /** An image in a registry; the same one for the same reference. */
  readonly registry: (reference: ImageReference) => Registry
  /** Layers that earlier runs read; null for none. */
  readonly layerCache: LayerCache | null
  readonly clock: Clock
  readonly cleanup: Cleanup
  /** What everything that this run makes in the engine is marked with. */
  readonly mark: RunMark
  /** Aborts on a signal or when the run's deadline passes. */
  readonly signal: AbortSignal
}
