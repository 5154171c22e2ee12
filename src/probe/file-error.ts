import { codeOf } from '../system-error.ts'

/**
 * The code of a file-system error, such as `ENOENT`; null for anything else. An `ERR_…` of Node has no system
 * call in it and is a mistake of ours, which must not be taken for a missing file.
 */
export function fileErrorCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'syscall' in error ? codeOf(error) : null
}
