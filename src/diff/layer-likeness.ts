import type { Layer } from '../inspect/image.ts'
import { instructionLikeness } from './instruction-likeness.ts'

/** True for layers whose content is known to be equal. */
export function hasEqualContent(before: Layer | undefined, after: Layer | undefined): boolean {
  return typeof before?.contentDigest === 'string' && before.contentDigest === after?.contentDigest
}

/**
 * How much two layers are alike, from 0 (not at all): equal content weighs more than an equal instruction. With
 * `splitsBases`, a layer of a base image is like one of the other side's base image only.
 */
export function layerLikeness(
  before: Layer | undefined,
  after: Layer | undefined,
  splitsBases: boolean,
): number {
  if (!before || !after || (splitsBases && before.base !== after.base)) return 0
  // Layers without a byte are too much alike to be told by their content.
  const content = hasEqualContent(before, after) && before.size > 0 ? 2 : 0
  return content + instructionLikeness(before.instruction, after.instruction)
}
