import { asWritten } from '../build/context-name.ts'

/**
 * In: the text that an image's history has for a layer (`created_by`), in the forms of BuildKit, the classic
 * builder and others. Out: the instruction as a Dockerfile would have it, such as `RUN apt-get update` or
 * `COPY app /app`; null when there is none.
 *
 * The values of build arguments, which both builders write in front of the command (`|2 A=1 TOKEN=x`), are
 * left out: they may be secret, and they change where the instruction does not.
 */
export function instructionOf(createdBy: string | null): string | null {
  if (createdBy === null) return null
  const text = asWritten(createdBy)
    .replace(/ # buildkit$/, '')
    .trim()
  const plain = text.replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
  if (plain !== text) return plain
  const argued = /^(?:RUN )?\|\d+ (.*)$/s.exec(text)
  if (argued) return `RUN ${withoutArguments(argued[1] ?? '')}`
  const command = text.replace(/^RUN /, '')
  if (command === text && !shell.test(text)) return text || null
  return `RUN ${command.replace(shell, '')}`
}

const shell = /^\/bin\/sh -c /

// Values may hold spaces, so the arguments end where the shell begins. Without a known shell nothing of the
// command can be told from a value, and none is shown.
function withoutArguments(text: string): string {
  const start = /(?:^|\s)\/\S*sh(?: -\S+| pipefail)* -\w*c /.exec(text)
  return start ? text.slice(start.index + start[0].length) : '(a command with build arguments)'
}
