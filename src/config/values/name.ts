import { quoted, type Reading } from '../mistakes.ts'

/** The name of a program that must be absent; `exact` leaves its versioned and prefixed forms alone. */
export interface AbsentName {
  readonly name: string
  readonly exact: boolean
}

/** Reads one line of `absent`: a file name such as `gcc`, or `exact:gcc`. */
export function readName(line: string): Reading<AbsentName> {
  const exact = line.startsWith('exact:')
  const name = exact ? line.slice('exact:'.length) : line
  const several = name.split(/[\s,]+/).filter((part) => part !== '')
  if (several.length > 1) {
    return { wrong: `${quoted(line)} is more than one name; expected one a line.`, write: several.join('\n') }
  }
  if (name.includes('/')) {
    return {
      wrong: `${quoted(line)} has a slash in it; expected the name alone: it is looked for in every directory.`,
      write:
        name
          .split('/')
          .filter((part) => part !== '')
          .at(-1) ?? 'gcc',
    }
  }
  if (/[*?]/.test(name)) {
    return {
      wrong: `${quoted(line)} is a pattern; expected a name: gcc covers gcc-12 and x86_64-linux-gnu-gcc too.`,
      write: name.replace(/[-.]?[*?].*$/, '') || 'gcc',
    }
  }
  if (/^[\p{L}\p{N}_[][\p{L}\p{N}_.+@[\]:~=%-]*$/u.test(name)) return { value: { name, exact } }
  return { wrong: `${quoted(line)} is not the name of a program; expected one such as gcc.`, write: 'gcc' }
}
