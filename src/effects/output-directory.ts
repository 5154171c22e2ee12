import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

/**
 * A name that nobody else has or can guess, below a directory for temporary files. Whoever keeps the first file
 * there makes the directory, for its owner alone (mode 0o700): a run that ends before leaves none.
 */
export function outputDirectoryIn(parent: string): string {
  return join(parent, `image-size-guard-${randomBytes(6).toString('hex')}`)
}
