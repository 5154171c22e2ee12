import type { SideName } from './config.ts'
import type { Mistakes, Reading } from './mistakes.ts'
import type { Place, Setting } from './setting.ts'

/** What one level of the configuration says, by input name. */
export type Level = ReadonlyMap<string, Setting>

/** A value that needs the outside world to be checked: a path (does a link lead it out?) or an RE2 pattern. */
export interface Deferred {
  readonly kind: 'path' | 'pattern'
  readonly value: string
  readonly place: Place
}

/** Everything that reading the settings of one image needs. Levels stand in order of precedence. */
export interface Reader {
  readonly levels: readonly Level[]
  readonly mistakes: Mistakes
  readonly deferred: Deferred[]
}

/** The setting that counts for an input: the first level that has one. */
export function find(reader: Reader, name: string): Setting | null {
  for (const level of reader.levels) {
    const setting = level.get(name)
    if (setting !== undefined) return setting
  }
  return null
}

/**
 * The settings that count for an input that the sides may differ in: those of the first level that
 * says anything, the one for both sides first, the one for this side after it.
 */
export function findForSide(reader: Reader, side: SideName, name: string): Setting[] {
  for (const level of reader.levels) {
    const found = [level.get(name), level.get(`${side}-${name}`)].filter((setting) => setting !== undefined)
    if (found.length > 0) return found
  }
  return []
}

/** Reads a setting that is one scalar; `fallback` when there is none, or when it is wrong (which is then noted). */
export function readScalar<T>(
  reader: Reader,
  setting: Setting | null,
  read: (text: string) => Reading<T>,
  fallback: T,
): T {
  const text = setting?.text([]) ?? null
  if (setting === null || text === null) return fallback
  const value = accept(reader, read(text.trim()), setting.place([]), setting.write)
  return value ?? fallback
}

/** The value of a reading; null after noting what is wrong with it. */
export function accept<T>(
  reader: Reader,
  reading: Reading<T>,
  place: Place,
  write: (value: string) => string,
): T | null {
  if ('value' in reading) return reading.value
  reader.mistakes.add(place.text, reading.wrong, reading.write === null ? null : write(reading.write))
  return null
}

/** Notes a path, to be checked for links that lead out of the repository. */
export function deferPath(reader: Reader, value: string, place: Place): void {
  reader.deferred.push({ kind: 'path', value, place })
}
