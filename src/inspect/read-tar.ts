import type { Readable } from 'node:stream'
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
  let sink: ContentSink | null = null
  const steps: (() => void | Promise<void>)[] = []
  const headers = new TarHeaders({
    entry: (entry) => steps.push(() => assign(open(entry))),
    content: (chunk) => steps.push(() => sink?.write(chunk)),
    end: () => steps.push(() => sink?.end()),
  })
  const assign = (next: ContentSink | null): void => {
    sink = next
  }
  try {
    for await (const chunk of stream) {
      headers.write(chunk)
      for (const step of steps.splice(0)) await step()
    }
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
