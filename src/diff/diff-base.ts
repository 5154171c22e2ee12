import type { BaseImage } from '../build/built.ts'
import type { Image } from '../inspect/image.ts'
import type { BaseDiff } from './image-diff.ts'

/** What the build knows of the base image of each side. */
export interface Bases {
  readonly before: BaseImage | null
  readonly after: BaseImage | null
}

/**
 * What became of the base image. Its text is the reference of `FROM` with build arguments filled in: a build argument
 * that names another image on a side replaces the base. The same text with other layers has moved, by somebody
 * else's push. `delta` is Σ sizes of the base's layers after − before, in bytes; null with a `problem` where that
 * is not known on a side. Equal manifest digests are equal layers on one platform.
 */
export function diffBase(before: Image, after: Image, bases: Bases): BaseDiff {
  const sides = { before: named(bases.before), after: named(bases.after) }
  if (before.id === after.id) return { ...sides, change: 'same', delta: 0, problem: null }
  const missing = !bases.before ? 'before' : !bases.after ? 'after' : null
  if (missing) return unknown(sides, `the base image of the ${missing} side is not known`)
  if (before.os !== after.os || before.architecture !== after.architecture) {
    return unknown(sides, 'the two sides have different platforms')
  }
  const isEqual = equalLayers(before, after) ?? (equalDigests(sides) ? true : null)
  const delta = isEqual === true ? 0 : difference(before, after)
  const problem = delta === null ? `the base layers of the ${unmeasured(before)} side are not known` : null
  if (sides.before?.reference !== sides.after?.reference) {
    return { ...sides, change: 'replaced', delta, problem }
  }
  if (isEqual) return { ...sides, change: 'same', delta, problem }
  const moved = isEqual === false || (sides.before?.digest && sides.after?.digest)
  return { ...sides, change: moved ? 'moved' : 'unknown', delta, problem }
}

function named(base: BaseImage | null): BaseDiff['before'] {
  return base && { reference: base.reference, digest: base.digest }
}

function unknown(sides: Pick<BaseDiff, 'before' | 'after'>, problem: string): BaseDiff {
  return { ...sides, change: 'unknown', delta: null, problem }
}

// Null where the layers of a side's base are not known.
function equalLayers(before: Image, after: Image): boolean | null {
  if (before.baseSize === null || after.baseSize === null) return null
  const layersOf = ({ layers }: Image): string[] => layers.flatMap(({ base, diffId }) => (base ? diffId : []))
  return layersOf(before).join() === layersOf(after).join()
}

function equalDigests({ before, after }: Pick<BaseDiff, 'before' | 'after'>): boolean {
  return typeof before?.digest === 'string' && before.digest === after?.digest
}

function difference(before: Image, after: Image): number | null {
  return before.baseSize === null || after.baseSize === null ? null : after.baseSize - before.baseSize
}

function unmeasured(before: Image): 'before' | 'after' {
  return before.baseSize === null ? 'before' : 'after'
}
