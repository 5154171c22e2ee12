import type { Readable } from 'node:stream'
import { eachChunk } from '../effects/each-chunk.ts'
import type { TarEntry } from './tar-entry.ts'
import { TarHeaders } from './tar-headers.ts'

/** Takes the content of one entry. `end` comes when it is complete, `abort` when it never will be. */
export interface ContentSink {
  write(chunk: Buffer): void | Promise<void>
  end(): void | Promise<void>
  abort(): void
}

/**
 * Reads a tar from a stream, one chunk in memory at a time. `open` is asked for every entry where its content
 * goes; null drops it. Rejects with a `MeasureError` when the tar is malformed or truncated, and with what
 * the stream or a sink throws.
 */
export async function readTar(
  stream: Readable,
  open: (entry: TarEntry) => ContentSink | null,
): Promise<void> {
  await readTarOf((take) => eachChunk(stream, take), open)
}

/** The same for a tar whose chunks `each` hands on, one after the other, waiting while they are taken. */
export async function readTarOf(
  each: (take: (chunk: Buffer) => void | Promise<void>) => Promise<void>,
  open: (entry: TarEntry) => ContentSink | null,
): Promise<void> {
  let sink: ContentSink | null = null
  // What the sink is busy with, and what has to wait until then: nearly always nothing.
  let busy: Promise<void> | null = null
  const later: (() => void | Promise<void>)[] = []
  const wait = (room: void | Promise<void>): void => {
    if (!room) return
    busy = room
    // Reported where it is waited for; the tar may break before that.
    room.catch(() => {})
  }
  const run = (step: () => void | Promise<void>): void => {
    if (busy) later.push(step)
    else wait(step())
  }
  const finishStep = async (first: Promise<void>): Promise<void> => {
    await first
    for (const step of later.splice(0)) await step()
    busy = null
  }
  const headers = new TarHeaders({
    entry: (entry) =>
      run(() => {
        sink = open(entry)
      }),
    content: (chunk) => {
      if (busy) later.push(() => sink?.write(chunk))
      else wait(sink?.write(chunk))
    },
    end: () => run(() => sink?.end()),
  })
  try {
    await each((chunk) => {
      headers.write(chunk)
      return busy ? finishStep(busy) : undefined
    })
    headers.end('required')
  } catch (error) {
    abort(sink)
    throw error
  }
}

// A function of its own: the compiler believes that the variable is still null.
function abort(sink: ContentSink | null): void {
  sink?.abort()
}
