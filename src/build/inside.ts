import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import { UserError } from '../errors.ts'
import { codeOf, ifThere } from '../system-error.ts'

/**
 * What is at a path of a tree, links followed; null when nothing is. Throws a `UserError` that names
 * the input when the path is not relative to the root, or leaves it, by `..` or through a link.
 */
export async function insideTree(
  root: string,
  path: string,
  input: string,
): Promise<'file' | 'directory' | 'other' | null> {
  const plain = normalize(path)
  if (isAbsolute(path) || path.includes('\0') || plain === '..' || plain.startsWith(`..${sep}`)) {
    throw leaves(input, path, 'the repository')
  }
  try {
    const [realRoot, real] = await Promise.all([realpath(root), ifThere(realpath(join(root, path)))])
    if (real === null) return null
    if (real !== realRoot && !real.startsWith(realRoot === sep ? sep : `${realRoot}${sep}`)) {
      throw leaves(input, path, 'the repository through a link')
    }
    const stats = await stat(real)
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other'
  } catch (error) {
    if (codeOf(error) === 'ELOOP') throw new UserError(`${input}: ${path} is a link that leads to itself`)
    throw error
  }
}

function leaves(input: string, path: string, what: string): UserError {
  return new UserError(
    `${input}: ${path} leaves ${what}`,
    'Paths are relative to the repository root and stay in it',
  )
}
