import { MeasureError } from './measure-error.ts'

/** Where a tar entry goes: its directory and last component, both empty for the root itself. */
export interface SplitPath {
  readonly directory: string
  readonly name: string
}

/**
 * Splits the name of a tar entry, relative to the layer's root, with and without a leading `./` or `/`, and
 * cleans it by its text alone, as engines do (Go's `filepath.Clean`). Throws a `MeasureError` for a name that
 * leaves the root, which engines refuse.
 */
export function splitPath(name: string): SplitPath {
  const clean = needsCleaning.test(name) ? cleaned(name) : name
  const slash = clean.lastIndexOf('/')
  return { directory: slash < 0 ? '' : clean.slice(0, slash), name: clean.slice(slash + 1) }
}

const needsCleaning = /(?:^|\/)\.{0,2}(?:\/|$)/

function cleaned(name: string): string {
  const parts: string[] = []
  for (const part of name.split('/')) {
    if (part === '..' && parts.pop() === undefined) {
      throw new MeasureError('layer: an entry leaves the root of the image')
    }
    if (part !== '' && part !== '.' && part !== '..') parts.push(part)
  }
  return parts.join('/')
}
