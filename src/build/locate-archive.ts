import { access, constants, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { SideName, Source } from '../config/config.ts'
import { UserError } from '../errors.ts'
import { codeOf, ifThere } from '../system-error.ts'
import type { ImagePlace } from './built.ts'

/**
 * Where the archive of a side is: a file, or the directory of an OCI layout. A relative path starts at `root`, the
 * repository's. Rejects with a `UserError` that names the input when nothing is there or it cannot be read.
 */
export async function locateArchive(
  source: Extract<Source, { kind: 'archive' }>,
  side: SideName,
  root: string,
): Promise<ImagePlace> {
  const path = resolve(root, source.path)
  const wrong = (what: string, hint: string): UserError =>
    new UserError(`${side}: archive:${source.path} ${what}${path === source.path ? '' : ` (${path})`}`, hint)
  try {
    const stats = await ifThere(stat(path))
    if (stats === null) throw wrong('does not exist', `${side}: archive:PATH of a docker save or OCI archive`)
    if (!stats.isDirectory() && !stats.isFile()) {
      throw wrong(
        'is neither a file nor a directory',
        `${side}: archive:PATH of a docker save or OCI archive`,
      )
    }
    await access(path, constants.R_OK)
    if (stats.isDirectory() && (await ifThere(stat(join(path, 'index.json')))) === null) {
      throw wrong(
        'is a directory without an index.json',
        'An OCI layout holds oci-layout, index.json and blobs',
      )
    }
  } catch (error) {
    if (codeOf(error) === 'EACCES') throw wrong('must not be read by this user', `ls -l ${path}`)
    if (codeOf(error) === 'ELOOP') throw wrong('is a link that leads to itself', `ls -l ${path}`)
    throw error
  }
  return { kind: 'archive', path, name: source.name }
}
