import type { ImageFacts, JudgeOptions } from '../facts.ts'
import type { Finding } from '../judgement.ts'
import { type Advice, advised } from './advised.ts'
import { buildTools } from './build-tools.ts'
import { copiedPlaces } from './copied-places.ts'
import { deletedLater } from './deleted-later.ts'
import { dominantFile } from './dominant-file.ts'
import { duplicateContent } from './duplicate-content.ts'
import { packageCache } from './package-cache.ts'
import { rewrittenMetadata } from './rewritten-metadata.ts'

/** Most advice for one image. */
const mostAdvice = 10

/**
 * What would make the after image smaller, the most bytes first: ten at most, none about less than `adviceFloor`. It
 * is about what this build adds, not about the bytes of its base image, and never changes a verdict.
 */
export function adviceOf({ pair, before, after }: ImageFacts, options: JudgeOptions): Finding[] {
  if (!after) return []
  const floor = adviceFloor(after.size, options.noiseFloor)
  const known = before && pair.before ? allAdvice(advised(before, pair.before)) : null
  return allAdvice(advised(after, pair.after))
    .filter(({ bytes }) => bytes >= floor)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, mostAdvice)
    .map((advice) => toFinding(advice, known && isAmong(advice, known)))
}

/** The least bytes of an advice: the noise floor, but at least 1 MB and 0.5 % of the image. */
export function adviceFloor(size: number, noiseFloor: number): number {
  return Math.max(noiseFloor, 1_000_000, size * 0.005)
}

function allAdvice(image: ReturnType<typeof advised>): Advice[] {
  return [
    ...deletedLater(image),
    ...rewrittenMetadata(image),
    ...packageCache(image),
    ...buildTools(image),
    ...copiedPlaces(image),
    ...duplicateContent(image),
    ...dominantFile(image),
  ]
}

/** To the same extent: a tenth more or less is no news. */
function isAmong({ rule, key, bytes }: Advice, known: readonly Advice[]): boolean {
  return known.some((one) => one.rule === rule && one.key === key && one.bytes >= bytes * 0.9)
}

function toFinding({ key: _key, ...advice }: Advice, inBefore: boolean | null): Finding {
  return { level: 'notice', side: 'after', ...advice, inBefore }
}
