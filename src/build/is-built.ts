import type { Source } from '../config/config.ts'

/** True for a source that is built here, from the files of a tree; false for an image that is there already. */
export function isBuilt(
  source: Source,
): source is Exclude<Source, { kind: 'image' | 'archive' | 'registry' }> {
  return source.kind !== 'image' && !isStored(source)
}

/** True for an image that is read where it lies, without an engine. */
export function isStored(source: Source): source is Extract<Source, { kind: 'archive' | 'registry' }> {
  return source.kind === 'archive' || source.kind === 'registry'
}
