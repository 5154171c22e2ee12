import { randomUUID } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { ifThere } from '../system-error.ts'
import type { OwnRepository } from './own-repository.ts'
import type { SideTree } from './tree.ts'

/**
 * The former path of a file: the file of the before side that the after side has no more and that is
 * at least half like it, as git judges renames; null when there is none. Reads the after side's files
 * as they are on disk, so that a rename need not be committed.
 */
export async function findRename(
  repository: OwnRepository,
  before: SideTree,
  after: SideTree,
  path: string,
): Promise<string | null> {
  if (before.commit === null) return null
  const gone = await goneFiles(repository, before.commit, after.directory)
  if (gone.length === 0) return null
  const blob = await blobOf(repository, join(after.directory, path))
  const env = { GIT_INDEX_FILE: join(repository.directory, `index-${randomUUID()}`) }
  await repository.run(['read-tree', before.commit], { env })
  const removed = gone.map((line) => `0 ${'0'.repeat(blob.length)}\t${line.slice(line.indexOf('\t') + 1)}`)
  const input = `${[...removed, `100644 ${blob}\t${path}`].join('\0')}\0`
  await repository.run(['update-index', '-z', '--index-info'], { env, input })
  const diff = ['diff-index', '--cached', '-z', '--name-status', '--find-renames', '-l0', before.commit]
  const fields = (await repository.run(diff, { env })).split('\0')
  const at = fields.findIndex((field) => /^R\d+$/.test(field))
  return at < 0 ? null : (fields[at + 1] ?? null)
}

/**
 * The object of a file's bytes, which is written only where it is nowhere yet: git touches the time of an object that
 * it is asked to write again, in the user's repository too.
 */
async function blobOf(repository: OwnRepository, file: string): Promise<string> {
  const hash = ['hash-object', '--no-filters', file]
  const blob = await repository.run(hash)
  const lazy = { env: { GIT_NO_LAZY_FETCH: '1' } }
  if ((await repository.ask(['cat-file', '-e', blob], lazy)) !== null) return blob
  return repository.run([...hash, '-w'])
}

/** Lines of `git ls-tree` for the regular files of a commit that are not in a folder. */
async function goneFiles(repository: OwnRepository, commit: string, directory: string): Promise<string[]> {
  const list = await repository.run(['ls-tree', '-r', '-z', '--full-tree', commit])
  const files = list.split('\0').filter((line) => line.startsWith('100'))
  const there = await Promise.all(
    files.map((line) => ifThere(lstat(join(directory, line.slice(line.indexOf('\t') + 1))))),
  )
  return files.filter((_, index) => !there[index])
}
