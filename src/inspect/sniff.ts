import type { ContentSink } from './read-tar.ts'

/**
 * A sink that holds back the first `length` bytes of its content (or all, when there are fewer) until it can
 * ask `choose` which sink takes them and the rest; null drops both.
 */
export function sniff(length: number, choose: (start: Buffer) => ContentSink | null): ContentSink {
  let held: Buffer | null = Buffer.alloc(0)
  let chosen: ContentSink | null = null
  const release = (start: Buffer): void | Promise<void> => {
    held = null
    chosen = choose(start)
    if (start.length > 0) return chosen?.write(start)
  }
  return {
    write(chunk) {
      if (!held) return chosen?.write(chunk)
      held = Buffer.concat([held, chunk])
      if (held.length >= length) return release(held)
    },
    async end() {
      if (held) await release(held)
      await chosen?.end()
    },
    abort: () => chosen?.abort(),
  }
}
