import { UserError } from '../errors.ts'

/** One mistake: where it stands, what was found and expected, and the line that would be right. */
export interface Mistake {
  /** `input max-size`, `--max-size` or `FILE:LINE:COLUMN`. */
  readonly place: string
  readonly what: string
  readonly write: string | null
}

/** What a value turned out to be, or what is wrong with it; `write` is the value that would be right. */
export type Reading<T> = { readonly value: T } | { readonly wrong: string; readonly write: string | null }

const mostShown = 50

/** Collects mistakes, so that all are reported together; of two at the same place the first counts. */
export class Mistakes {
  readonly #found = new Map<string, Mistake>()

  add(place: string, what: string, write: string | null): void {
    if (!this.#found.has(place)) this.#found.set(place, { place, what, write })
  }

  /** Throws one UserError for everything that was added; returns when that is nothing. */
  raise(): void {
    const all = [...this.#found.values()].sort(byPlace)
    const only = all[0]
    if (only === undefined) return
    if (all.length === 1) throw new UserError(`${only.place}: ${only.what}`, only.write)
    const head = `The configuration has ${all.length} mistakes.`
    const shown = all.slice(0, mostShown).map(paragraph)
    const rest = all.length > mostShown ? [`(${all.length - mostShown} more are not shown.)`] : []
    throw new UserError([head, ...shown, ...rest].join('\n'))
  }
}

/** Text as it was written, on one line and of bearable length. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}

/** Inputs keep their order and stand first; places in a file are in the order of the file. */
function byPlace(a: Mistake, b: Mistake): number {
  const [lineA, columnA] = position(a.place)
  const [lineB, columnB] = position(b.place)
  return lineA - lineB || columnA - columnB
}

function position(place: string): readonly [number, number] {
  const [, line, column] = /:(\d+):(\d+)$/.exec(place) ?? []
  return [Number(line ?? 0), Number(column ?? 0)]
}

function paragraph(mistake: Mistake): string {
  const line = `${mistake.place}: ${mistake.what}`
  return mistake.write === null ? line : `${line}\n    ${mistake.write.replaceAll('\n', '\n    ')}`
}
