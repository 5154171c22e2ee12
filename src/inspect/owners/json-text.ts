/** A JSON text of an image as a value; null where it is none: what it says is only used to explain. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The object that an object holds at a key; null where there is none. */
export function objectAt(value: unknown, key: string): Readonly<Record<string, unknown>> | null {
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : null
  return isObject(inner) ? inner : null
}

/** True for objects and arrays. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
