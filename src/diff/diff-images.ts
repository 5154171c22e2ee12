import type { Image } from '../inspect/image.ts'
import { alignLayers } from './align-layers.ts'
import { type Bases, diffBase } from './diff-base.ts'
import { diffCauses } from './diff-causes.ts'
import { diffLines } from './diff-lines.ts'
import { diffOwners } from './diff-owners.ts'
import type { BaseDiff, Delta, ImageDiff } from './image-diff.ts'

/**
 * The difference between two measured images, after − before, in bytes. The layers' deltas add up to
 * `delta.size`, and so do the lines'. Equal IDs are unchanged, and every difference is then an exact 0. `bases` is
 * what the build knows of each side's base image.
 */
export function diffImages(before: Image, after: Image, bases: Bases): ImageDiff {
  const base = diffBase(before, after, bases)
  const layers = alignLayers(before.layers, after.layers)
  return {
    change: before.id === after.id ? 'unchanged' : 'changed',
    delta: deltaOf(before, after, base),
    base,
    layers,
    lines: diffLines(before, after, layers),
    ...diffOwners(before, after),
    ...diffCauses(before, after, layers),
  }
}

function deltaOf(before: Image, after: Image, { delta: base }: BaseDiff): Delta {
  const size = after.size - before.size
  return {
    size,
    percent: before.size === 0 ? null : (size / before.size) * 100,
    live: after.live - before.live,
    wasted: after.wasted - before.wasted,
    download: before.download === null || after.download === null ? null : after.download - before.download,
    base,
    own: base === null ? null : size - base,
    fileCount: after.fileCount - before.fileCount,
  }
}
