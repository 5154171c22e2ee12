import { accept, deferPath, type Reader } from './levels.ts'
import { quoted, type Reading } from './mistakes.ts'
import { entries, type Setting } from './setting.ts'
import { readPath } from './values/path.ts'

/** Reads a list of texts, one entry a line; an entry that is wrong is noted and left out. */
export function readLines<T>(
  reader: Reader,
  setting: Setting | null,
  read: (line: string) => Reading<T>,
): T[] {
  if (setting === null) return []
  return entries(setting).flatMap((entry) => {
    const value =
      entry.text === null ? null : accept(reader, read(entry.text), entry.place, setting.writeEntry)
    return value === null ? [] : [value]
  })
}

/** Reads `NAME=VALUE` pairs: lines or a list of them, or a map. A name that comes twice is a mistake. */
export function readPairs(reader: Reader, setting: Setting | null): Record<string, string> {
  const pairs = new Map<string, string>()
  for (const { name, value, path } of setting === null ? [] : pairsOf(reader, setting)) {
    const place = setting?.place(path).text ?? ''
    if (!/^[^\s=]+$/.test(name))
      reader.mistakes.add(place, `${quoted(name)} is not a name; expected no space and no =.`, null)
    if (pairs.has(name)) reader.mistakes.add(place, `${name} is set a second time; keep one of them.`, null)
    if (value.includes('\0')) reader.mistakes.add(place, `${name} has a NUL character in its value.`, null)
    pairs.set(name, value)
  }
  return Object.fromEntries(pairs)
}

interface Pair {
  readonly name: string
  readonly value: string
  readonly path: readonly (string | number)[]
}

function pairsOf(reader: Reader, setting: Setting): Pair[] {
  const { value } = setting
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.keys(value).flatMap((name) => {
      const text = setting.text([name])
      return text === null ? [] : [{ name, value: text, path: [name] }]
    })
  }
  return entries(setting).flatMap(({ text, path, place }) => {
    if (text === null) return []
    const at = text.indexOf('=')
    if (at > 0) return [{ name: text.slice(0, at), value: text.slice(at + 1), path }]
    const what =
      at === 0 ? 'the name before = is missing.' : `${quoted(text)} has no value; expected NAME=VALUE.`
    reader.mistakes.add(
      place.text,
      what,
      setting.writeEntry(at === 0 ? setting.input.example : `${text}=VALUE`),
    )
    return []
  })
}

/** Reads a setting that is a path in the checkout; links are checked later. */
export function readCheckoutPath(
  reader: Reader,
  setting: Setting | null,
  fallback: string | null,
): string | null {
  const text = setting?.text([]) ?? null
  if (setting === null || text === null) return fallback
  const path = accept(reader, readPath(text.trim()), setting.place([]), setting.write)
  if (path !== null) deferPath(reader, path, setting.place([]))
  return path ?? fallback
}
