import { type InputSpec, isList } from './inputs/spec.ts'
import { shellWord } from './values/shell-word.ts'

/** Keys and positions that lead from a setting's value to something inside it. */
export type Path = readonly (string | number)[]

/** A place that a reader can go to; `text` names it in messages. Lines and columns count from 1. */
export interface Place {
  readonly text: string
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
}

/** A value that somebody wrote, and where. From an input it is text, from the file any plain data. */
export interface Setting {
  readonly input: InputSpec
  readonly origin: 'input' | 'file'
  readonly value: unknown
  /** The scalar at a path as it was written (`3.10` stays `3.10`); null for anything but a scalar. */
  text(path: Path): string | null
  place(path: Path): Place
  /** The line to write, for a value of this setting. */
  write(value: string): string
  /** The line to write, for one entry of a list (or several, one a line). */
  writeEntry(value: string): string
}

/** One entry of a list setting: a line of an input, or an item of the file. `text` is null for a map or list. */
export interface Entry {
  readonly value: unknown
  readonly text: string | null
  readonly path: Path
  readonly place: Place
}

/** A setting that was given as an action input or as a flag. */
export function inputSetting(input: InputSpec, value: string, kind: 'action' | 'terminal'): Setting {
  const name = kind === 'action' ? `input ${input.name}` : `--${input.name}`
  const write = (text: string): string => {
    const lines = text.split('\n')
    if (kind === 'terminal') return lines.map((line) => `--${input.name}=${shellWord(line)}`).join(' ')
    return lines.length === 1 ? `${input.name}: ${text}` : [`${input.name}: |`, ...lines].join('\n  ')
  }
  return {
    input,
    origin: 'input',
    value,
    text: (path) => (path.length === 0 ? value : null),
    place: ([index]) => {
      const text = typeof index === 'number' && value.includes('\n') ? `${name}, line ${index + 1}` : name
      return { text, file: null, line: null, column: null }
    },
    write,
    writeEntry: (text) => (kind === 'action' && value.includes('\n') ? text : write(text)),
  }
}

/** The entries of a list: the lines of a text without empty ones and `#` comments, or the items of an array. */
export function entries(setting: Setting): Entry[] {
  const { value } = setting
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => entryAt(setting, item, setting.text([index]), [index]))
  }
  const text = setting.text([])
  if (text === null) return [entryAt(setting, value, null, [])]
  return text.split(/\r\n|\r|\n/).flatMap((written, index) => {
    const line = written.trim()
    return line === '' || line.startsWith('#') ? [] : [entryAt(setting, line, line, [index])]
  })
}

function entryAt(setting: Setting, value: unknown, text: string | null, path: Path): Entry {
  return { value, text, path, place: setting.place(path) }
}

/** The line of a configuration file that gives `input` the value. */
export function fileLine(input: InputSpec, value: string): string {
  const [, side, name] = /^(before|after)-(.+)$/.exec(input.name) ?? []
  const written =
    input.kind === 'pairs'
      ? pairs(value)
      : isList(input.kind)
        ? `[${value.split('\n').map(flowItem).join(', ')}]`
        : value
  return side === undefined ? `${input.name}: ${written}` : `${side}: { ${name}: ${written} }`
}

/** An item of a YAML flow list; a JSON array is one as it is. */
function flowItem(value: string): string {
  return value.startsWith('[') || !/[,{}[\]"'#&*!|>%@`]/.test(value) ? value : JSON.stringify(value)
}

function pairs(value: string): string {
  const [name, ...rest] = value.split('=')
  return `{ ${name}: ${JSON.stringify(rest.join('='))} }`
}

/** A part of a setting from the file, as a setting of its own; its value is undefined where there is none. */
export function part(setting: Setting, path: Path): Setting {
  let value: unknown = setting.value
  for (const key of path) value = Object(value)[key]
  const name = String(path.at(-1))
  return {
    ...setting,
    value,
    text: (rest) => setting.text([...path, ...rest]),
    place: (rest) => setting.place([...path, ...rest]),
    write: (text) => `${name}: ${text}`,
    writeEntry: (text) => `${name}: [${text}]`,
  }
}
