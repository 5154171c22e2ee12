import { Worker } from 'node:worker_threads'

/**
 * A block of bytes that this thread fills and the other one reads. Memory that both share, as memory that is handed
 * over counts as new each time and makes the garbage collector run.
 */
export interface Block {
  readonly number: number
  readonly bytes: Uint8Array<SharedArrayBuffer>
}

/** Bytes handed to a thread at once, and how many such blocks may wait there. */
export const blockSize = 512 * 1024
const mostWaiting = 4

// No file of its own: neither a bundle nor a test then has to know where it lies.
const program = `
  const { parentPort } = require('node:worker_threads')
  const { createHash } = require('node:crypto')
  const hashes = new Map()
  const blocks = []
  parentPort.on('message', ({ id, number, bytes, length }) => {
    if (bytes) {
      blocks[number] = bytes
      return
    }
    if (!hashes.has(id)) hashes.set(id, createHash('sha256'))
    if (number >= 0) {
      hashes.get(id).update(blocks[number].subarray(0, length))
      parentPort.postMessage({ number })
    } else {
      parentPort.postMessage({ id, digest: hashes.get(id).digest('hex') })
      hashes.delete(id)
    }
  })`

/** A thread that computes the SHA-256 of several streams, each known by a number. */
export class DigestThread {
  readonly #worker = new Worker(program, { eval: true })
  readonly #blocks: Block[] = []
  readonly #free: Block[] = []
  readonly #digests = new Map<number, (digest: string) => void>()
  readonly #failed: Promise<never>
  /** How many streams are being hashed. */
  streams = 0
  #waiting = 0
  #resume: (() => void)[] = []

  constructor() {
    this.#failed = new Promise((_, reject) => this.#worker.once('error', reject))
    this.#failed.catch(() => this.#letIn())
    this.#worker.on('message', ({ id, number, digest }) => {
      if (digest === undefined) this.#takeBack(this.#blocks[number] as Block)
      else this.#digests.get(id)?.(digest)
    })
  }

  /** A block to fill, of `blockSize` bytes. */
  block(): Block {
    const free = this.#free.pop()
    if (free) return free
    const block = { number: this.#blocks.length, bytes: new Uint8Array(new SharedArrayBuffer(blockSize)) }
    this.#blocks.push(block)
    this.#worker.postMessage(block)
    return block
  }

  /** Hands over the first bytes of a block, which must not be used any more. */
  post(id: number, { number }: Block, length: number): void {
    this.#waiting++
    this.#worker.postMessage({ id, number, length })
  }

  /** Resolves once there is room for more, or the thread has failed; undefined while there is. */
  room(): Promise<void> | undefined {
    if (this.#waiting < mostWaiting) return undefined
    return new Promise((resolve) => {
      this.#resume.push(resolve)
    })
  }

  /** The digest, in hexadecimal digits. Rejects with what the thread failed with. */
  finish(id: number): Promise<string> {
    const digest = new Promise<string>((resolve) => this.#digests.set(id, resolve))
    this.#worker.postMessage({ id })
    return Promise.race([digest, this.#failed])
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #takeBack(block: Block): void {
    this.#waiting--
    this.#free.push(block)
    if (this.#waiting < mostWaiting) this.#letIn()
  }

  #letIn(): void {
    for (const resume of this.#resume.splice(0)) resume()
  }
}
