import type { Limit, LimitName } from './config.ts'
import { find, type Reader, readScalar } from './levels.ts'
import { type Bound, readLimit } from './values/limit.ts'

const names: readonly LimitName[] = ['max-size', 'max-increase', 'min-decrease', 'max-wasted']

/** Reads the limits of an image; a value with two bounds gives two limits. */
export function readLimits(reader: Reader): Limit[] {
  return (['fail', 'warn'] as const).flatMap((level) =>
    names.flatMap((name) => {
      const setting = find(reader, level === 'fail' ? name : `warn-${name}`)
      const bounds = readScalar<readonly Bound[]>(reader, setting, (text) => readLimit(name, text), [])
      const origin = setting?.origin ?? 'default'
      return bounds.map(({ unit, limit }) => ({ name, level, unit, limit, origin }))
    }),
  )
}
