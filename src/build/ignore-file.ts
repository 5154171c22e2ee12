import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../system-error.ts'

/** The ignore rules of one build: `path` is absolute, null when there is no ignore file. */
export interface IgnoreFile {
  readonly path: string | null
  readonly text: string
}

/**
 * The ignore file that BuildKit takes: `<Dockerfile>.dockerignore`, else the context's `.dockerignore`; the two
 * are never merged. Both arguments are absolute paths.
 */
export async function readIgnoreFile(dockerfile: string, context: string): Promise<IgnoreFile> {
  for (const path of [`${dockerfile}.dockerignore`, join(context, '.dockerignore')]) {
    const text = await readIfThere(path)
    if (text !== null) return { path, text }
  }
  return { path: null, text: '' }
}

/**
 * The rules in effect: those of the file and, unless `includeGit`, one last rule that keeps every `.git` out. A
 * clone's `.git` directory and a submodule's `.git` file differ between two checkouts of the same commit.
 */
export function effectiveRules(text: string, includeGit: boolean): string {
  const rules = text.replace(/^\uFEFF/, '')
  return includeGit ? rules : `${rules}\n**/.git\n`
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes(codeOf(error) ?? '')) return null
    throw error
  }
}
