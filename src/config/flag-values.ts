import { parseArgs } from 'node:util'
import { UserError } from '../errors.ts'
import { inputOf, inputs, notBuilt } from './inputs/inputs.ts'
import type { InputSpec } from './inputs/spec.ts'
import { quoted } from './mistakes.ts'
import { didYouMean, nearest } from './nearest.ts'
import { shellWord } from './values/shell-word.ts'

/** The inputs that are flags: all but those that only action.yml sets. */
export const flagInputs: readonly InputSpec[] = inputs.filter(({ hidden }) => hidden !== true)

/** Flags of the terminal alone. */
export const ownFlags: readonly string[] = ['format', 'output']

/** The line to write when nothing better is known. */
export const usage = 'image-size-guard --help'

const known = ['help', 'version', ...ownFlags, ...flagInputs.map(({ name }) => name)]
const booleans = flagInputs.filter(({ kind }) => kind === 'boolean')
const alone = new Set(['--help', '--version', ...booleans.map(({ name }) => `--${name}`)])

/** Each flag that was given, with its values in order. */
export type Values = ReadonlyMap<string, readonly string[]>

/** What stands on a command line: each flag with its values, and what is no flag. */
export interface Parsed {
  readonly values: Values
  readonly positionals: readonly string[]
}

/**
 * Takes a command line apart. A flag of a boolean alone counts as `true`. Throws a UserError for a
 * flag that is not known and for one without a value. (`parseArgs` in its strict form names neither
 * the nearest flag nor the line to write.)
 */
export function parseFlags(args: readonly string[]): Parsed {
  const options = Object.fromEntries(known.map((name) => [name, { type: 'string', multiple: true } as const]))
  const { tokens, positionals } = parseArgs({
    args: fillBooleans(args),
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const values = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (!known.includes(token.name)) throw unknownFlag(token.name, token.rawName)
    const value = checkValue(token.name, token.value, token.inlineValue === true)
    values.set(token.name, [...(values.get(token.name) ?? []), value])
  }
  return { values, positionals }
}

/** `--pull` becomes `--pull=true`, so that every flag has a value. */
function fillBooleans(args: readonly string[]): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  return args.map((argument, index) => {
    const flag = argument === '-h' ? '--help' : argument
    return index < end && alone.has(flag) ? `${flag}=true` : argument
  })
}

function unknownFlag(name: string, written: string): UserError {
  if (notBuilt.includes(name)) return new UserError(`${written} is not built yet.`)
  const meant = nearest(name, known)
  const hint = meant === null ? usage : `--${meant}`
  return new UserError(`There is no flag ${quoted(written)}.${didYouMean(name, known)}`, hint)
}

function checkValue(name: string, value: string | undefined, isInline: boolean): string {
  if (value === undefined || value === '') {
    throw new UserError(`--${name} needs a value.`, `--${name}=${shellWord(exampleOf(name))}`)
  }
  if (isInline || !value.startsWith('-')) return value
  const bare = value.replace(/=true$/, '')
  const written = alone.has(bare) ? bare : value
  const what = `--${name} is followed by ${quoted(written)}: is that its value, or another flag?`
  const advice = 'A value that starts with - is written behind =.'
  throw new UserError(`${what} ${advice}`, `--${name}=${shellWord(written)}`)
}

function exampleOf(name: string): string {
  if (name === 'format') return 'markdown'
  return name === 'output' ? 'report.md' : inputOf(name).example
}
