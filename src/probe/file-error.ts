/** The code of a file-system error, such as `ENOENT`; null for anything else. */
export function fileErrorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
