import type { ErrorObject } from 'ajv'
import { inputOf, isInput, notBuilt } from '../inputs/inputs.ts'
import { quoted } from '../mistakes.ts'
import { didYouMean, nearest } from '../nearest.ts'
import { fileLine, type Path } from '../setting.ts'
import type { FileDocument } from './document.ts'
import { found, inList, inWords } from './shape-words.ts'

/** A mistake in words. `atKey` is the key at `path` that it is about, or null when it is about the value. */
export interface ShapeMistake {
  readonly path: Path
  readonly atKey: string | null
  readonly what: string
  readonly write: string | null
}

/** Puts an error of the schema into words; null for one that only repeats another. */
export function explain(error: ErrorObject, path: Path, file: FileDocument): ShapeMistake | null {
  const params: Record<string, unknown> = error.params
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, path, String(params.additionalProperty), file)
    case 'propertyNames':
      return wrongName(error, path, String(params.propertyName))
    case 'required':
      return {
        path,
        atKey: null,
        what: `the key ${params.missingProperty} is missing.`,
        write: `${params.missingProperty}: …`,
      }
    case 'type':
      return about(path, `${found(error.data)}; expected ${inWords(params.type)}.`)
    case 'enum':
      return error.propertyName === undefined
        ? about(path, `${found(error.data)}; expected ${inList(params.allowedValues)}.`)
        : null
    case 'minItems':
    case 'minProperties':
      return about(path, `${subject(path)}is empty; expected at least one entry.`)
    case 'not':
      return {
        path,
        atKey: 'defaults',
        what: 'defaults stands without images; write its keys at the top level.',
        write: null,
      }
    default:
      return null
  }
}

function unknownKey(error: ErrorObject, path: Path, key: string, file: FileDocument): ShapeMistake {
  const known = Object.keys(Object(error.parentSchema).properties ?? {})
  const mistake = (what: string, write: string | null): ShapeMistake => ({ path, atKey: key, what, write })
  if (notBuilt.includes(key)) return mistake(`${key} is not built yet.`, null)
  if (path.length < 3 && isInput(key) && inputOf(key).scope !== 'image') {
    const top = inputOf(key).scope === 'run'
    return mistake(
      `${key} belongs ${top ? 'at the top of the file' : 'in the workflow step, not in this file'}.`,
      null,
    )
  }
  const twin = /^(before|after)-(.+)$/.exec(key)
  if (twin !== null && isInput(key))
    return mistake(`${key} is written inside ${twin[1]} here.`, fileLine(inputOf(key), inputOf(key).example))
  const meant = nearest(key, known)
  const value = file.text([...path, key])
  const choice = known.length <= 20 ? ` Known keys: ${known.join(', ')}.` : ''
  return mistake(
    `there is no key ${quoted(key)} here.${didYouMean(key, known) || choice}`,
    meant === null ? null : `${meant}: ${value ?? '…'}`,
  )
}

function wrongName(error: ErrorObject, path: Path, name: string): ShapeMistake | null {
  if (path.length > 0) {
    const what = `${quoted(name)} is not a name for an image; expected up to 64 letters, digits, ".", "_" and "-".`
    return {
      path,
      atKey: name,
      what,
      write: `${name.replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'web'}:`,
    }
  }
  if (!(name in Object(Object(error.parentSchema).properties ?? {})) && !isInput(name)) return null
  return {
    path,
    atKey: name,
    what: `${name} stands beside images; put it under defaults, or under one of the images.`,
    write: `defaults: { ${name}: … }`,
  }
}

/** A mistake about a value, with a good line for the setting that the path leads to. */
function about(path: Path, what: string): ShapeMistake {
  const key = path.at(-1)
  const write = typeof key === 'string' && isInput(key) ? fileLine(inputOf(key), inputOf(key).example) : null
  return { path, atKey: null, what, write }
}

function subject(path: Path): string {
  const key = path.at(-1)
  return typeof key === 'string' ? `${key} ` : 'this '
}
