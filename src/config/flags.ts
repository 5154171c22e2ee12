import { UserError } from '../errors.ts'
import { flagInputs, ownFlags, parseFlags, usage, type Values } from './flag-values.ts'
import { isList } from './inputs/spec.ts'
import { quoted } from './mistakes.ts'
import { didYouMean, nearest } from './nearest.ts'
import { shellWord } from './values/shell-word.ts'

export type Format = 'text' | 'markdown' | 'json'

/** What the terminal's user asked for. Paths are as written: relative to the working directory. */
export type CommandLine =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'sweep' }
  | {
      /** For `inspect` the source is the `after` of `inputs`. */
      readonly command: 'compare' | 'inspect'
      readonly inputs: ReadonlyMap<string, string>
      readonly format: Format
      readonly output: string | null
    }
  | {
      readonly command: 'render'
      readonly report: string
      readonly format: Format
      readonly output: string | null
    }

const commands = ['compare', 'inspect', 'render', 'sweep']
const notBuiltCommands = ['probe']

/**
 * Reads the arguments of the terminal program (without node and the script). A list's flag may be
 * repeated; a boolean's flag alone means true, and `--pull=false` takes it back. Throws a UserError
 * for what is not known or not built.
 */
export function readFlags(args: readonly string[]): CommandLine {
  if (args.length === 0) return { command: 'help' }
  const { values, positionals } = parseFlags(args)
  if (values.has('help')) return { command: 'help' }
  if (values.has('version')) return { command: 'version' }
  const [command, ...rest] = positionals
  if (command === undefined) throw new UserError('There is no command.', 'image-size-guard compare')
  checkCommand(command)
  checkFlags(command, values)
  if (command === 'sweep') return takeNoMore(rest, { command })
  const shown = { format: readFormat(values.get('format')), output: values.get('output')?.at(-1) ?? null }
  if (command === 'compare') return takeNoMore(rest, { command, inputs: readInputs(values), ...shown })
  if (command === 'inspect') return readInspect(rest, values, shown)
  const [report, ...more] = rest
  if (report === undefined)
    throw new UserError('render needs the path of a report.', 'image-size-guard render REPORT.json')
  return takeNoMore(more, { command: 'render', report, ...shown })
}

function readInspect(
  [source, ...more]: readonly string[],
  values: Values,
  shown: { readonly format: Format; readonly output: string | null },
): CommandLine {
  if (source === undefined || source === '') {
    throw new UserError('inspect needs a source.', 'image-size-guard inspect image:python:3.14-slim')
  }
  const inputs = new Map([...readInputs(values), ['after', source]])
  return takeNoMore(more, { command: 'inspect', inputs, ...shown })
}

function checkCommand(command: string): void {
  if (commands.includes(command)) return
  if (notBuiltCommands.includes(command))
    throw new UserError(`The command ${command} is not built yet.`, usage)
  const meant = nearest(command, commands)
  const hint = meant === null ? usage : `image-size-guard ${meant}`
  throw new UserError(`There is no command ${quoted(command)}.${didYouMean(command, commands)}`, hint)
}

/** Flags that a command would ignore are refused. */
function checkFlags(command: string, values: Values): void {
  for (const name of values.keys()) {
    if (command === 'compare' || (command !== 'sweep' && ownFlags.includes(name))) continue
    if (command === 'inspect' && !isForTwo(name)) continue
    const more = command === 'render' ? ' REPORT.json' : command === 'inspect' ? ' SOURCE' : ''
    throw new UserError(`${command} takes no --${name}.`, `image-size-guard ${command}${more}`)
  }
}

/** True for what only a comparison or a probe heeds. */
function isForTwo(name: string): boolean {
  const plain = name.replace(/^warn-/, '')
  return /^(?:before|after)(?:-|$)/.test(name) || comparing.includes(plain)
}

const comparing = [
  ...['max-increase', 'min-decrease', 'noise-floor', 'override-label'],
  ...['absent', 'expect-pass', 'expect-fail', 'probe-files'],
]

function readInputs(values: Values): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  for (const { name, kind } of flagInputs) {
    const all = values.get(name) ?? []
    if (all.length > 1 && !isList(kind)) {
      throw new UserError(
        `--${name} is there ${all.length} times; expected once.`,
        `--${name}=${shellWord(all.at(-1) ?? '')}`,
      )
    }
    if (all.length > 0) given.set(name, all.join('\n'))
  }
  return given
}

function readFormat(values: readonly string[] | undefined): Format {
  const format = values?.at(-1) ?? 'text'
  if (format === 'text' || format === 'markdown' || format === 'json') return format
  throw new UserError(
    `--format ${quoted(format)} is not a format; expected text, markdown or json.`,
    '--format markdown',
  )
}

function takeNoMore<T extends CommandLine>(rest: readonly string[], line: T): T {
  if (rest.length === 0) return line
  throw new UserError(`${line.command} does not take the argument ${quoted(rest[0] ?? '')}.`, usage)
}
