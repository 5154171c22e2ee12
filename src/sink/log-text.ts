import { foreignLines, logBounds, ownLine, ownLines } from './log-line.ts'
import type { Redactor } from './redact.ts'

/** The one way from text to log lines for every runner: secrets replaced, commands broken, bounds kept. */
export interface LogText {
  /** Lines of our own words. */
  own(text: string): string[]
  /** Our own words as exactly one line. */
  title(text: string): string
  /** Lines of foreign text; once a run has shown `mostForeignBytes`, one line says that no more follows. */
  foreign(text: string): string[]
}

/** Foreign text that the log of one run shows, in bytes. */
const mostForeignBytes = 8 * 1024 * 1024

/** Makes log lines for one run; secrets are replaced before anything is cut, since a cut may split one. */
export function createLogText(redactor: Redactor, mostBytes: number = mostForeignBytes): LogText {
  let room = mostBytes
  return {
    own: (text) => ownLines(redactor.redact(text)),
    title: (text) => ownLine(redactor.redact(text)),
    foreign(text) {
      if (room <= 0) return []
      const lines = foreignLines(redactor.redact(text), {
        lineBytes: logBounds.lineBytes,
        totalBytes: Math.min(room, logBounds.totalBytes),
      })
      room -= lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
      if (room <= 0) lines.push('… the log is full: further output of programs is left out')
      return lines
    },
  }
}
