import { quoted, type Reading } from '../mistakes.ts'
import { splitWords } from './words.ts'

/** A command without a shell: with `entrypoint: 'image'` only the arguments of the image's own entry point. */
export interface Command {
  readonly argv: readonly string[]
  readonly entrypoint: 'none' | 'image'
}

/**
 * Reads a command line: POSIX words, a JSON array taken as it is, or, when it starts with `-`,
 * arguments for the image's own entry point. Where only a shell could run the line, what is wrong
 * says so and `write` is the `["sh","-c",…]` array that does.
 */
export function readCommand(line: string): Reading<Command> {
  const text = line.trim()
  if (text === '')
    return { wrong: 'the command is empty; expected a program and its arguments.', write: 'python --version' }
  if (text.includes('\0')) return { wrong: 'the command has a NUL character in it.', write: null }
  if (text.startsWith('[')) return readArray(text)
  if (/[\r\n]/.test(text)) return needsShell(text, 'a line break')
  const result = splitWords(text)
  if ('shell' in result) return needsShell(text, result.shell)
  if ('broken' in result) {
    return {
      wrong: `${quoted(text)} has ${result.broken}.`,
      write: result.add === '' ? text.slice(0, -1) : text + result.add,
    }
  }
  if (result.words[0] === '')
    return { wrong: `${quoted(text)} has an empty program name.`, write: 'python --version' }
  return { value: { argv: result.words, entrypoint: text.startsWith('-') ? 'image' : 'none' } }
}

/** Checks an argument vector: at least a program, text only, no NUL. */
export function readVector(vector: readonly unknown[]): Reading<readonly string[]> {
  const argv = vector.filter((word) => typeof word === 'string')
  if (argv.length !== vector.length) {
    return {
      wrong: 'the array holds something else than text; expected ["PROGRAM", "ARGUMENT", …].',
      write: '["python","--version"]',
    }
  }
  if (argv.length === 0 || argv[0] === '') {
    return {
      wrong: 'the array names no program; expected ["PROGRAM", "ARGUMENT", …].',
      write: '["python","--version"]',
    }
  }
  if (argv.some((word) => word.includes('\0')))
    return { wrong: 'the command has a NUL character in it.', write: null }
  return { value: argv }
}

function readArray(text: string): Reading<Command> {
  const parsed = parseArray(text)
  if (parsed === null) {
    return {
      wrong: `${quoted(text)} starts with [ and is not a JSON array; expected ["PROGRAM", "ARGUMENT", …].`,
      write: JSON.stringify(text.split(/\s+/)),
    }
  }
  const vector = readVector(parsed)
  return 'wrong' in vector ? vector : { value: { argv: vector.value, entrypoint: 'none' } }
}

function parseArray(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function needsShell(text: string, what: string): Reading<Command> {
  return {
    wrong: `${quoted(text)} needs a shell for ${what}, and commands run without one. Quote it, or name the shell.`,
    write: JSON.stringify(['sh', '-c', text]),
  }
}
