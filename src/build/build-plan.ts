import type { BuildSettings, SideName } from '../config/config.ts'
import type { BuildFiles } from './build-files.ts'
import type { DockerfileOutline } from './dockerfile-lines.ts'

/** What to build: one side of the image at `imageIndex` of the configuration. */
export interface BuildPlan {
  readonly side: SideName
  readonly imageIndex: number
  /** Absolute path of the side's own tree. */
  readonly tree: string
  readonly settings: BuildSettings
  readonly includeGit: boolean
}

/** A build whose files are found and read; `text` is that of the Dockerfile. */
export interface PreparedBuild {
  readonly plan: BuildPlan
  readonly files: BuildFiles
  readonly text: string
  readonly outline: DockerfileOutline
  readonly reference: string
  /** Where the client writes what it knows of the build; null for a build without the client. */
  readonly metadata: string | null
}
