import type { Finding } from '../judgement.ts'
import { type DockerfileSource, isShellRun, type SourceInstruction } from './dockerfile-source.ts'
import { replacement } from './replacement.ts'
import { commandText, isPlainWord, unquoted } from './shell-text.ts'

/**
 * `COPY` instructions with the flag that does what a `chmod` or `chown` of a later `RUN` does, and the `RUN` without
 * that command. `copies`: the instructions all of whose files that command changed, and how many files each
 * brought. Empty where the text cannot be made safely.
 */
export function moveIntoCopies(
  source: DockerfileSource,
  copies: readonly { readonly instruction: SourceInstruction; readonly fileCount: number }[],
  run: SourceInstruction,
): Finding['fixes'] {
  if (!isShellRun(source, run)) return []
  const flag = flagFor(commandText(run.lines))
  if (flag === null) return []
  const single = copies.every(({ fileCount }) => fileCount === 1)
  const canTake = copies.every(
    ({ instruction: { keyword, flags, stage, lines } }) =>
      (keyword === 'COPY' || keyword === 'ADD') &&
      stage === run.stage &&
      !flags.some(({ name }) => name === flag.name || name === 'link') &&
      !lines.some((line) => line.includes('<<')),
  )
  if (copies.length === 0 || !canTake || (flag.needsOneFile && !single)) return []
  return [
    ...copies.map(({ instruction }) => withFlag(source, instruction, `--${flag.name}=${flag.value}`)),
    replacement(source, run.line, run.endLine, []),
  ]
}

interface Flag {
  readonly name: 'chmod' | 'chown'
  readonly value: string
  /** A symbolic mode means another number for another file. */
  readonly needsOneFile: boolean
}

/** The flag for a `RUN` that consists of one `chmod` or `chown` of one path. */
function flagFor(command: string): Flag | null {
  if (unquoted(command) !== command || /[;&|()<>$`*?[\]#~]/.test(command)) return null
  const words = command.split(/\s+/)
  const [name, ...rest] = words
  const [value, path, ...others] = rest.filter((word) => !/^(?:-[Rfvch]+|--recursive)$/.test(word))
  if (value === undefined || path === undefined || others.length > 0 || !isPlainWord(path)) return null
  if (name === 'chown' && /^[\w.-]+(?::[\w.-]+)?$/.test(value)) return { name, value, needsOneFile: false }
  if (name !== 'chmod') return null
  if (/^[0-7]{3,4}$/.test(value)) return { name, value, needsOneFile: false }
  return /^[ua]?\+r?x$/.test(value) ? { name, value: '755', needsOneFile: true } : null
}

function withFlag(
  source: DockerfileSource,
  { lines, line, endLine }: SourceInstruction,
  flag: string,
): Finding['fixes'][number] {
  const [first = '', ...others] = lines
  return replacement(source, line, endLine, [first.replace(/^(\s*[A-Za-z]+)(\s)/, `$1 ${flag}$2`), ...others])
}
