import { StringDecoder } from 'node:string_decoder'

/** The last lines of a stream of bytes, whatever its length. */
export interface LineTail {
  /** Takes in bytes; returns the lines that they complete. */
  push(data: Uint8Array): string[]
  /** Completes a last line without a line break. */
  end(): string[]
  /** The last 20 lines, a line that is not complete yet included. */
  last(): string[]
}

/** A tail of 20 lines of at most 4000 characters each, decoded as UTF-8. */
export function lineTail(): LineTail {
  const decoder = new StringDecoder('utf8')
  let kept: string[] = []
  let partial = ''
  const complete = (lines: string[]): string[] => {
    const clean = lines.map((line) => line.replace(/\r$/, '').slice(0, 4000))
    kept = [...kept, ...clean.slice(-20)].slice(-20)
    return clean
  }
  return {
    push(data) {
      const lines = (partial + decoder.write(Buffer.from(data))).split('\n')
      partial = lines.pop() ?? ''
      return partial.length > 64_000 ? complete([...lines, takePartial()]) : complete(lines)
    },
    end: () => (partial === '' ? [] : complete([takePartial()])),
    last: () => (partial === '' ? kept : [...kept, partial.slice(0, 4000)].slice(-20)),
  }
  function takePartial(): string {
    const line = partial
    partial = ''
    return line
  }
}
