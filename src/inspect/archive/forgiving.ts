import { measureFailure } from '../measure-error.ts'
import type { ContentSink } from '../read-tar.ts'

/**
 * A sink that, once its target fails, tells why and drops the rest, so that what nobody needs does not keep the other
 * content from being read. A mistake of ours is thrown all the same.
 */
export function forgiving(target: ContentSink, failed: (problem: unknown) => void): ContentSink {
  let isFailed = false
  const attempt = async (step: () => void | Promise<void>): Promise<void> => {
    if (isFailed) return
    try {
      await step()
    } catch (error) {
      if (measureFailure(error) === null) throw error
      isFailed = true
      target.abort()
      failed(error)
    }
  }
  return {
    write: (chunk) => attempt(() => target.write(chunk)),
    end: () => attempt(() => target.end()),
    abort: () => target.abort(),
  }
}
