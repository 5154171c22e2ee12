import { GitHubError } from '../effects/github.ts'

/**
 * Sizes to try, in bytes of UTF-8. GitHub refuses more than 65,536 characters; sources differ on how
 * it counts them, and a character is never less than one byte.
 */
const budgets = [60_000, 30_000, 12_000]

/**
 * Writes a comment of a head and a rendered text, smaller each time that GitHub finds it too long.
 * Rejects with the last refusal.
 */
export async function writeWithinLimit<T>(
  head: string,
  render: (mostBytes: number) => string,
  send: (body: string) => Promise<T>,
): Promise<T> {
  for (const [index, budget] of budgets.entries()) {
    try {
      return await send(head + render(budget - Buffer.byteLength(head)))
    } catch (error) {
      if (!isTooLong(error) || index === budgets.length - 1) throw error
    }
  }
  throw new Error('no size to try')
}

function isTooLong(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 422 && /too long/i.test(error.message)
}
