import { Readable } from 'node:stream'

/** A body as a stream that can be piped and destroyed. */
export function toReadable(stream: NodeJS.ReadableStream): Readable {
  return stream instanceof Readable ? stream : new Readable().wrap(stream)
}
