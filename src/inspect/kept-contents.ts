import type { TarEntry } from './tar-entry.ts'

/**
 * Says whether the content of a file is wanted, by its name in the tar, its number in the layer's table, its size and
 * how many bytes may still be kept.
 */
export type Wants = (
  name: string,
  entry: number,
  room: { readonly size: number; readonly left: number },
) => boolean

/** Bytes that may still be kept, over all layers that share it. */
export interface Budget {
  left: number
}

/**
 * Keeps the contents of wanted files while their layer is read, each by the number of its entry, as raw bytes, one
 * character each. A file that no longer fits the budget is left out: whoever needs it sees that it is missing.
 */
export class KeptContents {
  readonly contents = new Map<number, string>()
  readonly #wants: Wants
  readonly #budget: Budget
  #entry = -1
  #chunks: Buffer[] = []

  constructor(wants: Wants, budget: Budget) {
    this.#wants = wants
    this.#budget = budget
  }

  begin({ name, size }: TarEntry, entry: number): void {
    const { left } = this.#budget
    this.#entry = entry >= 0 && size <= left && this.#wants(name, entry, { size, left }) ? entry : -1
  }

  add(chunk: Buffer): void {
    if (this.#entry < 0) return
    this.#budget.left -= chunk.length
    // A sparse file may store more than it says that it has.
    if (this.#budget.left < 0) this.#drop()
    else this.#chunks.push(Buffer.from(chunk))
  }

  end(): void {
    if (this.#entry < 0) return
    this.contents.set(this.#entry, Buffer.concat(this.#chunks).toString('latin1'))
    this.#drop()
  }

  #drop(): void {
    this.#chunks = []
    this.#entry = -1
  }
}
