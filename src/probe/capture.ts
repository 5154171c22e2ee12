import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** Most bytes that a container may print on both streams together before it is killed. */
export const outputLimit = 8 * 1024 * 1024

/** What a container printed, decoded as UTF-8 with replacement characters. `exceeded`: more than the limit. */
export interface Captured {
  readonly stdout: string
  readonly stderr: string
  readonly exceeded: boolean
}

/** A capture in progress. `ended` resolves when both streams have ended, failed or were closed. */
export interface Capture {
  readonly ended: Promise<void>
  text(): Captured
}

/**
 * Reads both streams of a container into memory, at most `limit` bytes together. What comes beyond is
 * dropped, and `onExceeded` is called once.
 */
export function captureOutput(
  streams: { readonly stdout: Readable; readonly stderr: Readable },
  limit: number,
  onExceeded: () => void,
): Capture {
  const budget = { left: limit, exceeded: false }
  const take = (chunk: Buffer): Buffer => {
    const taken = chunk.subarray(0, budget.left)
    budget.left -= taken.length
    if (taken.length < chunk.length && !budget.exceeded) {
      budget.exceeded = true
      onExceeded()
    }
    return taken
  }
  const stdout = collect(streams.stdout, take)
  const stderr = collect(streams.stderr, take)
  return {
    ended: Promise.all([stdout.ended, stderr.ended]).then(() => undefined),
    text: () => ({ stdout: stdout.text(), stderr: stderr.text(), exceeded: budget.exceeded }),
  }
}

function collect(
  stream: Readable,
  take: (chunk: Buffer) => Buffer,
): { ended: Promise<void>; text: () => string } {
  const decoder = new StringDecoder('utf8')
  const parts: string[] = []
  stream.on('data', (chunk: Buffer) => {
    const taken = take(chunk)
    if (taken.length > 0) parts.push(decoder.write(taken))
  })
  const ended = new Promise<void>((resolve) => {
    // A broken connection ends the capture; the container's state then tells whether it ended too.
    stream
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve())
  })
  return { ended, text: () => parts.join('') + decoder.end() }
}
