/**
 * Runs tasks at most `width` at a time, in their order; resolves with their results in the same order.
 * Rejects with the first rejection; what runs then is not waited for.
 */
export async function sideBySide<T>(tasks: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const results: T[] = []
  const queue = tasks.entries()
  const worker = async (): Promise<void> => {
    for (const [index, task] of queue) results[index] = await task()
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(width, tasks.length)) }, worker))
  return results
}
