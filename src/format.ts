/** Bytes in decimal units with three significant digits, as `docker images` prints them: `818 MB`, `1.02 GB`, `12 B`. */
export function bytes(value: number): string {
  const size = Math.abs(value)
  const unit = units.find(({ factor }) => Number((size / factor).toPrecision(3)) < 1000) ?? units.at(-1)!
  return `${signOf(value)}${Number((size / unit.factor).toPrecision(3))} ${unit.name}`
}

/** Every byte: `818,123,456 B`. */
function exactBytes(value: number): string {
  return `${signOf(value)}${grouped(Math.abs(value))} B`
}

/** Sizes that stand side by side: two different ones that would print alike are all printed exact. */
export function byteRow(values: readonly number[]): string[] {
  return alike(values, bytes) ? values.map(exactBytes) : values.map(bytes)
}

/** A difference in bytes: `+4.2 MB`, `−246 MB`, `0 B`. */
export function byteDelta(value: number): string {
  return value > 0 ? `+${bytes(value)}` : bytes(value)
}

/** A percentage with at most three significant digits: `30.1%`, `0.05%`; `≈0%` below 0.01. */
export function percent(value: number): string {
  const size = Math.abs(value)
  if (size > 0 && size < smallestPercent) return '≈0%'
  return `${signOf(value)}${size >= 1000 ? grouped(Math.round(size)) : Number(size.toPrecision(3))}%`
}

/** Percentages that stand side by side: two different ones that would print alike get the digits that tell them apart. */
export function percentRow(values: readonly number[]): string[] {
  const digits = [3, 6, 9, 12, 15].find(
    (precision) => !alike(values, (value) => value.toPrecision(precision)),
  )
  const tiny = values.some((value) => value !== 0 && Math.abs(value) < smallestPercent)
  if (digits === undefined || (!tiny && !alike(values, percent))) return values.map(percent)
  return values.map((value) => `${signOf(value)}${Number(Math.abs(value).toPrecision(digits))}%`)
}

/** A difference in percent: `+2.5%`, `−30.1%`, `0%`. */
export function percentDelta(value: number): string {
  return value >= smallestPercent ? `+${percent(value)}` : percent(value)
}

/** A duration: `850 ms`, `12.3 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(1))} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** How long ago something was, `ms` being the time since: `today`, `12 days ago`, `7 months ago`, `3 years ago`. */
export function age(ms: number): string {
  const days = Math.floor(ms / 86_400_000)
  if (days < 1) return 'today'
  if (days < 60) return `${count(days, 'day')} ago`
  // The mean lengths of the Gregorian calendar's months and years, in days.
  return days < 730
    ? `${Math.floor(days / 30.436875)} months ago`
    : `${Math.floor(days / 365.2425)} years ago`
}

/** A number of things: `1 file`, `12,345 files`. */
export function count(value: number, one: string, many: string = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`
}

/** A text as the beginning of a sentence; the name of a limit keeps its letters. */
export function sentenceCase(text: string): string {
  return /^m(ax|in)-|^warn-/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)
}

/** The first words of a text, `most` characters with the mark of the cut. */
export function shortenedWords(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** A number with its thousands apart: `12,345`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

const smallestPercent = 0.01

const units = [
  { name: 'B', factor: 1 },
  { name: 'kB', factor: 1e3 },
  { name: 'MB', factor: 1e6 },
  { name: 'GB', factor: 1e9 },
  { name: 'TB', factor: 1e12 },
]

function signOf(value: number): string {
  return value < 0 ? '−' : ''
}

function alike(values: readonly number[], words: (value: number) => string): boolean {
  return new Set(values.map(words)).size < new Set(values).size
}
