/** Puts blocks of 512 bytes together that chunks end inside of. */
export class TarBlocks {
  readonly #block = Buffer.alloc(512)
  #filled = 0

  /** True when no block has been started. */
  get isEmpty(): boolean {
    return this.#filled === 0
  }

  /** Takes bytes of a chunk from an offset to before `end`: how many, and the block when they complete one. */
  take(chunk: Buffer, at: number, end: number): { taken: number; block: Buffer | null } {
    const taken = chunk.copy(this.#block, this.#filled, at, Math.min(end, at + 512 - this.#filled))
    this.#filled = (this.#filled + taken) & 511
    return { taken, block: this.#filled === 0 ? this.#block : null }
  }
}
