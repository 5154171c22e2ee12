import { posix } from 'node:path'
import type { LayerInstruction, TextParts } from '../build/layer-instruction.ts'

/**
 * Whether an image's history says that this instruction made a layer. `createdBy` is the history's text as
 * BuildKit (`RUN |1 A=b /bin/sh -c make # buildkit`, `COPY app /app # buildkit`, `WORKDIR /app`) or the classic
 * builder and Buildah (`|1 A=b /bin/sh -c make`, `/bin/sh -c #(nop) COPY dir:HASH in /app `) write it. Runs of
 * white space count as one space. Flags are not compared: BuildKit leaves out `--from` and `--link`, older
 * ones also the rest.
 */
export function isMadeBy(createdBy: string, instruction: LayerInstruction): boolean {
  const text = createdBy
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ # buildkit$/, '')
  if (instruction.keyword === 'RUN') return isRunBy(text, instruction)
  const classic = text.indexOf(nothingRun)
  const plain = classic < 0 ? text : text.slice(classic + nothingRun.length).trim()
  if (!plain.startsWith(`${instruction.keyword} `)) return false
  const rest = plain.slice(instruction.keyword.length + 1)
  if (instruction.keyword === 'WORKDIR') return isDirectory(rest, instruction.destination)
  const copied = /^(?:--\S*?)?(?:file|dir|multi):[0-9a-f]{64} in (.*)$/.exec(rest)
  if (copied) return fits(copied[1] ?? '', instruction.destination)
  return fits(rest.replace(/^(?:--\S+ )+/, ''), instruction.words)
}

const nothingRun = '#(nop) '

// Values of build arguments stand before the shell, and may hold anything.
function isRunBy(text: string, { command, shell }: LayerInstruction & { keyword: 'RUN' }): boolean {
  const plain = text.replace(/^RUN /, '')
  const whole = shell === null ? command : `${shell} ${command}`
  if (plain === whole || (shell !== null && plain === command && command.startsWith('/dev/pipes/')))
    return true
  return /^\|\d+ /.test(plain) && plain.endsWith(` ${whole}`)
}

// Builders write the resolved path, BuildKit without making it shorter.
function isDirectory(path: string, written: TextParts): boolean {
  const [only = '', ...more] = written
  if (more.length > 0) return fits(path, only.startsWith('/') ? written : ['', ...written])
  if (only.startsWith('/')) return normal(path) === normal(only)
  const relative = normal(only)
  return relative.startsWith('..') || relative === '.' || `/${normal(path)}`.endsWith(`/${relative}`)
}

function normal(path: string): string {
  return posix.normalize(path).replace(/(.)\/+$/, '$1')
}

// Between the parts stands anything: the leftmost place of each is enough.
function fits(text: string, parts: TextParts): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
