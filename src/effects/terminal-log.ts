import type { LogText } from '../sink/log-text.ts'
import type { Log } from './log.ts'

/** Where a terminal program writes its log: standard error, or what stands for it. */
export interface TerminalStream {
  readonly isTTY: boolean
  /** Width in characters; null where it is not known. */
  readonly columns: number | null
  write(text: string): void
}

/**
 * A log for people: on a terminal a progress line is replaced by the next; elsewhere only the last one
 * before another line is written.
 */
export function createTerminalLog(
  text: LogText,
  stream: TerminalStream,
  options: { readonly color: boolean; readonly debug: boolean },
): Log {
  let pending: string | null = null
  const paint = (code: number) => (line: string) => (options.color ? `\u001b[${code}m${line}\u001b[0m` : line)
  const write = (lines: readonly string[]) => {
    const before = pending === null ? [] : stream.isTTY ? [eraseLine] : [`${text.title(pending)}\n`]
    pending = null
    stream.write([...before, ...lines.map((line) => `${line}\n`)].join(''))
  }
  return {
    info: (line) => write(text.own(line)),
    warning: (line) => write(text.own(`Warning: ${line}`).map(paint(33))),
    debug: (line) => {
      if (options.debug) write(text.own(`debug: ${line}`).map(paint(2)))
    },
    foreign: (foreign) => write(text.foreign(foreign)),
    progress: (line) => {
      pending = line
      if (stream.isTTY) stream.write(eraseLine + text.title(line).slice(0, (stream.columns ?? 80) - 1))
    },
    async group(title, inside) {
      write([paint(1)(text.title(title))])
      try {
        return await inside()
      } finally {
        write([])
      }
    },
  }
}

const eraseLine = '\r\u001b[2K'
