/** Most bytes of a head, or of an answer that is an error, that are kept. */
const mostBytes = 64 * 1024

/** The head of an HTTP/1.0 answer while it comes, and the start of an answer that is an error. */
export class ResponseHead {
  #held = Buffer.alloc(0)
  #status = 0

  /** True once all that follows is the body of a good answer. */
  get isGood(): boolean {
    return this.#status === 200
  }

  /** Takes the next bytes until `isGood` is true. Out: what of them is the body of a good answer; else null. */
  add(chunk: Buffer): Buffer | null {
    const held = Buffer.concat([this.#held, chunk])
    const start = this.#status === 0 ? this.#readHead(held) : 0
    if (this.isGood) return held.subarray(start)
    this.#held = held.subarray(start, start + mostBytes)
    return null
  }

  /** To be called when the answer has ended. Throws what a bad one says, and for one without a head. */
  refuseBad(): void {
    if (this.isGood) return
    if (this.#status === 0) throw new Error('the engine does not answer in HTTP/1.0')
    const said = this.#held.toString()
    const message = `(HTTP code ${this.#status}) ${said}`
    throw Object.assign(new Error(message), { statusCode: this.#status, json: jsonOf(said) })
  }

  /** Reads the status if the head is whole. Out: where the body starts, 0 while there is none. */
  #readHead(held: Buffer): number {
    const end = held.indexOf('\r\n\r\n')
    if (end < 0) return 0
    const head = held.toString('latin1', 0, end)
    const [, status] = /^HTTP\/1\.\d (\d{3})/.exec(head) ?? []
    // Nobody answers HTTP/1.0 in chunks.
    if (status === undefined || /^transfer-encoding:/im.test(head)) return 0
    this.#status = Number(status)
    return end + 4
  }
}

function jsonOf(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    return null
  }
}
