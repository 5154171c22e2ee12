import { type Fate, fates } from './fate.ts'

/** What one layer hid of another in one way: inodes with bytes, and the largest of them. */
export interface WastedRow {
  /** The layer whose bytes they are, and the layer that hid them. */
  readonly layer: number
  readonly by: number
  readonly how: Fate
  readonly bytes: number
  readonly count: number
  /** Node in the path tree (the name that was hidden last) and bytes, the largest first; at most `mostFiles`. */
  readonly largest: readonly { readonly node: number; readonly size: number }[]
}

/** Most files that a row names. */
export const mostFiles = 5

/** More layers than any file can name; three of these numbers still are one exact number. */
const mostLayers = 2 ** 24

interface OpenRow {
  bytes: number
  count: number
  readonly largest: { node: number; size: number }[]
}

/** Adds up what is hidden while layers are stacked: a row for each pair of layers and fate, whatever the number of files. */
export class WastedRows {
  readonly #rows = new Map<number, OpenRow>()

  /** Rows that are added to without changing these. */
  copy(): WastedRows {
    const copied = new WastedRows()
    for (const [key, row] of this.#rows) copied.#rows.set(key, { ...row, largest: [...row.largest] })
    return copied
  }

  add(layer: number, by: number, how: Fate, node: number, size: number): void {
    const key = (layer * mostLayers + by) * fates.length + fates.indexOf(how)
    const row = this.#rows.get(key) ?? { bytes: 0, count: 0, largest: [] }
    if (row.count === 0) this.#rows.set(key, row)
    row.bytes += size
    row.count += 1
    keepLargest(row.largest, node, size)
  }

  /** The rows, the most bytes first. */
  list(): WastedRow[] {
    const rows = [...this.#rows].map(([key, row]) => {
      const pair = Math.floor(key / fates.length)
      const how = fates[key % fates.length] as Fate
      return { layer: Math.floor(pair / mostLayers), by: pair % mostLayers, how, ...row }
    })
    return rows.sort((a, b) => b.bytes - a.bytes || a.layer - b.layer || a.by - b.by)
  }
}

function keepLargest(largest: { node: number; size: number }[], node: number, size: number): void {
  const last = largest[mostFiles - 1]
  if (last && last.size >= size) return
  const at = largest.findIndex((one) => one.size < size)
  largest.splice(at < 0 ? largest.length : at, 0, { node, size })
  if (largest.length > mostFiles) largest.pop()
}
