import { MeasureError } from './measure-error.ts'
import type { ContentSink } from './read-tar.ts'

/**
 * A sink that keeps a small file whole and hands it on when it is complete. `what` names the file in the
 * `MeasureError` for content above `most` bytes.
 */
export function collect(what: string, most: number, done: (content: Buffer) => void): ContentSink {
  const chunks: Buffer[] = []
  let length = 0
  return {
    write(chunk) {
      length += chunk.length
      if (length > most) throw new MeasureError(`${what} is larger than ${most} bytes`)
      chunks.push(Buffer.from(chunk))
    },
    // Whatever `done` returns is no reason to wait.
    end() {
      done(Buffer.concat(chunks))
    },
    abort: () => {},
  }
}
