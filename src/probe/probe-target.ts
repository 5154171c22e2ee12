import type { BuiltSide } from '../build/built.ts'
import type { SideName } from '../config/config.ts'
import type { EngineInfo, ImageDetails } from '../effects/docker/docker.ts'
import type { InspectedImage } from '../inspect/image.ts'

/** One side as the stages before have left it. */
export interface ProbedSide {
  readonly built: BuiltSide
  readonly inspected: InspectedImage
}

/** One side, ready to be probed: an image pinned by its ID. */
export interface ProbeTarget extends ProbedSide {
  readonly side: SideName
  /** The user's checkout: mounts of a side without a tree of its own are relative to it. */
  readonly checkout: string
  /** True when the image is for another processor than the engine's; it may run there under emulation. */
  readonly foreign: boolean
  /** What keeps every probe of this side from being run; null when nothing does. */
  readonly obstacle: {
    readonly outcome: 'image_missing' | 'platform_mismatch'
    readonly detail: string
  } | null
}

/**
 * Pins a side to its image. `details` is what the engine says of that ID now: null when the image is gone,
 * so that a probe cannot mistake a missing image for a missing program.
 */
export function probeTarget(
  side: SideName,
  probed: ProbedSide,
  engine: EngineInfo,
  details: ImageDetails | null,
  checkout: string,
): ProbeTarget {
  const { id, os, architecture } = probed.inspected.image
  const foreign = details !== null && architecture !== engine.architecture
  return { ...probed, side, checkout, foreign, obstacle: obstacle() }

  function obstacle(): ProbeTarget['obstacle'] {
    if (!details) return { outcome: 'image_missing', detail: `the engine has no image ${id} any more` }
    if (os === engine.os) return null
    return { outcome: 'platform_mismatch', detail: `the image is for ${os}, the engine runs ${engine.os}` }
  }
}
