import * as core from '@actions/core'
import type { LogText } from '../sink/log-text.ts'
import type { Log } from './log.ts'

/**
 * The log of a job: groups fold, warnings are yellow, debug lines show when the job runs with debug
 * logging. Of progress lines only the last before another line is written.
 */
export function createActionLog(text: LogText): Log {
  let pending: string | null = null
  let depth = 0
  const write = (lines: readonly string[]) => {
    const progress = pending === null ? [] : text.own(pending)
    pending = null
    for (const line of [...progress, ...lines]) core.info(line)
  }
  return {
    info: (line) => write(text.own(line)),
    warning: (line) => write(text.own(`Warning: ${line}`).map(yellow)),
    debug: (line) => {
      if (core.isDebug()) write(text.own(`debug: ${line}`))
    },
    foreign: (foreign) => write(text.foreign(foreign)),
    progress: (line) => {
      pending = line
    },
    async group(title, inside) {
      write(depth > 0 ? [text.title(title)] : [])
      if (depth === 0) core.startGroup(text.title(title))
      depth += 1
      try {
        return await inside()
      } finally {
        write([])
        depth -= 1
        if (depth === 0) core.endGroup()
      }
    },
  }
}

function yellow(line: string): string {
  return `\u001b[33m${line}\u001b[0m`
}
