import { readFile, writeFile } from 'node:fs/promises'
import { UserError } from '../errors.ts'
import { codeOf } from '../system-error.ts'

/** The text of a file that the terminal's user named. A `UserError` when it cannot be read. */
export async function readUserFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => refuse(`${path} cannot be read`, error))
}

/** Writes a file that the terminal's user named. A `UserError` when that is not possible. */
export async function writeUserFile(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => refuse(`--output: ${path} cannot be written`, error))
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOSPC: 'the disk is full',
}

function refuse(what: string, error: unknown): never {
  const code = codeOf(error)
  if (code === null) throw error
  throw new UserError(`${what}: ${reasons[code] ?? code}`)
}
