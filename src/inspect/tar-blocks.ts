/** Cuts a stream of chunks into blocks of 512 bytes; a block is copied only where a chunk ends inside it. */
export class TarBlocks {
  readonly #block = Buffer.alloc(512)
  #filled = 0

  /** True when no block has been started. */
  get isEmpty(): boolean {
    return this.#filled === 0
  }

  /** Takes bytes of a chunk from an offset: how many, and the block when they complete one. */
  take(chunk: Buffer, at: number): { taken: number; block: Buffer | null } {
    if (this.#filled === 0 && chunk.length - at >= 512) {
      return { taken: 512, block: chunk.subarray(at, at + 512) }
    }
    const taken = chunk.copy(this.#block, this.#filled, at, at + 512 - this.#filled)
    this.#filled = (this.#filled + taken) & 511
    return { taken, block: this.#filled === 0 ? this.#block : null }
  }
}
