import { blockSize, DigestThread } from './digest-thread.ts'
import type { StreamDigest } from './stream-digest.ts'

/** Computes digests of several streams beside this thread. */
export interface DigestThreads {
  open(): StreamDigest
  close(): Promise<void>
}

/**
 * Starts threads that hash; a stream goes to one that has the fewest. They are worth it for hundreds of megabytes: one
 * takes some 20 ms to start. What a thread fails with rejects `finish`.
 */
export function startDigestThreads(count: number): DigestThreads {
  const threads = Array.from({ length: count }, () => new DigestThread())
  let opened = 0
  return {
    open: () => {
      // One that has the fewest streams: two lanes that took turns would meet on one, and leave the other idle.
      const [thread] = threads.sort((one, other) => one.streams - other.streams)
      return openDigest(thread as DigestThread, opened++)
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.end()))
    },
  }
}

function openDigest(thread: DigestThread, id: number): StreamDigest {
  thread.streams++
  let block = thread.block()
  let length = 0
  const flush = (): void => {
    thread.post(id, block, length)
    block = thread.block()
    length = 0
  }
  return {
    add(chunk) {
      for (let at = 0; at < chunk.length; ) {
        const part = chunk.subarray(at, at + blockSize - length)
        block.bytes.set(part, length)
        length += part.length
        at += part.length
        if (length === blockSize) flush()
      }
      return thread.room()
    },
    async finish() {
      if (length > 0) flush()
      thread.streams--
      return `sha256:${await thread.finish(id)}`
    },
  }
}
