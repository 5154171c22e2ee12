import { quoted } from '../mistakes.ts'

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
}

/** What stands in a file, as the beginning of a sentence. */
export function found(value: unknown): string {
  if (value === null || value === undefined) return 'there is nothing here'
  if (Array.isArray(value)) return 'this is a list'
  if (typeof value === 'object') return 'this is a map'
  return `this is ${typeof value === 'string' ? quoted(value) : String(value)}`
}

/** Types of the schema as a reader knows them. */
export function inWords(types: unknown): string {
  const names = Array.isArray(types) ? types : [types]
  return inList(
    names.filter((name) => name !== 'null').map((name) => typeWords[String(name)] ?? String(name)),
  )
}

/** `a, b or c`. */
export function inList(values: unknown): string {
  const words = Array.isArray(values) ? values.map(String) : []
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
