import type { Image } from '../inspect/image.ts'
import { alignLayers } from './align-layers.ts'
import { diffLines } from './diff-lines.ts'
import { diffOwners } from './diff-owners.ts'
import type { Delta, ImageDiff } from './image-diff.ts'

/**
 * The difference between two measured images, after − before, in bytes. The layers' deltas add up to
 * `delta.size`, and so do the lines'. Equal IDs are unchanged, and every difference is then an exact 0.
 */
export function diffImages(before: Image, after: Image): ImageDiff {
  const layers = alignLayers(before.layers, after.layers)
  return {
    change: before.id === after.id ? 'unchanged' : 'changed',
    delta: deltaOf(before, after),
    layers,
    lines: diffLines(before, after, layers),
    ...diffOwners(before, after),
  }
}

function deltaOf(before: Image, after: Image): Delta {
  const size = after.size - before.size
  const base = before.baseSize === null || after.baseSize === null ? null : after.baseSize - before.baseSize
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
