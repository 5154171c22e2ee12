/**
 * The code of a system error, such as `ENOENT`; null for anything else. Not by `instanceof`: a test runner gives its
 * tests an `Error` of their own.
 */
export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : null
}

/** The answer, or null when it failed because a file or folder of the path is not there. */
export async function ifThere<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null
    throw error
  })
}
