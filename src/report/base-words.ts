import { byteDelta } from '../format.ts'
import { isRelative } from '../judge/limits.ts'
import { limitName } from '../judge/points.ts'
import type { ReportImage } from './report.ts'

/**
 * What became of the base image, in one sentence without a full stop; null where it is the same or not known. `show`
 * makes a reference, which is foreign text, fit for the place.
 */
export function baseSentence({ base }: ReportImage, show: (reference: string) => string): string | null {
  const by = base?.delta == null ? 'its bytes are not known' : byteDelta(base.delta)
  if (base?.change === 'moved') return `base image moved: ${by}, not from this change`
  if (base?.change !== 'replaced' || !base.before || !base.after) return null
  return `this change replaces the base ${show(base.before.reference)} by ${show(base.after.reference)}: ${by}`
}

/**
 * Which limits do without the base image's own change, or cannot; null where there is nothing to say. `show` makes
 * names of limits and words fit for the place.
 */
export function baseLimitNote(
  { base, limits }: ReportImage,
  show: { readonly name: (name: string) => string; readonly words: (words: string) => string },
): string | null {
  const judged = limits.filter((limit) => isRelative(limit) && limit.actual !== null)
  if (!base || judged.length === 0) return null
  const names = [...new Set(judged.map((limit) => show.name(limitName(limit))))].join(', ')
  if (base.change === 'moved' && base.delta !== null) {
    return `The base image's own ${byteDelta(base.delta)} is left out of ${names}.`
  }
  if (base.change !== 'unknown' && base.change !== 'moved') return null
  return `Whatever the base image changed by counts in ${names}: ${show.words(base.problem ?? 'not known')}.`
}
