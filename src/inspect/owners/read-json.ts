import { textOf } from '../raw-text.ts'

/** An object of a JSON file. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * In: the raw bytes of a file that a package manager wrote as JSON. Out: its value; null where it is not JSON, so
 * that a stray file of the same name describes nothing.
 */
export function readJson(content: string): unknown {
  try {
    return JSON.parse(textOf(content))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The value as an object; an empty one where it is none. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

/** The texts of a list; none where it is no list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** A text, or nothing. */
export function textIn(object: JsonObject, key: string): string {
  const value = Object.hasOwn(object, key) ? object[key] : null
  return typeof value === 'string' ? value : ''
}
