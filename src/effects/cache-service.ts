import type { Log } from './log.ts'

/** The cache that a runner keeps between workflow runs. Nothing that it does ever ends a run. */
export interface CacheService {
  /**
   * Puts what the newest entry holds whose key begins with `prefix` into the directory. Returns that key; null when
   * there was none or it could not be had, which is told in the log.
   */
  restore(directory: string, prefix: string): Promise<string | null>
  /** Keeps the directory under a key, unless there is an entry of that key. What goes wrong is told in the log. */
  save(directory: string, key: string): Promise<void>
}

const restoreMs = 30_000
const saveMs = 60_000

/**
 * The cache service of a GitHub runner, through @actions/cache, which is loaded here and nowhere else. Null where the
 * runner offers none, by the variables that it sets.
 */
export async function loadCacheService(
  environment: Readonly<Record<string, string | undefined>>,
  runner: { readonly log: Log; secret(value: string): void },
): Promise<CacheService | null> {
  if (!environment.ACTIONS_RESULTS_URL && !environment.ACTIONS_CACHE_URL) return null
  const softly = <T>(what: string, ms: number, work: () => Promise<T>): Promise<T | null> =>
    within(ms, work).catch((error: unknown) => {
      runner.log.warning(`the cache of layers was not ${what}: ${messageOf(error)}`)
      return null
    })
  const library = await softly('loaded', restoreMs, () => import('../runner-cache/index.ts'))
  if (!library?.isFeatureAvailable()) return null
  const connect = (directory: string): void =>
    library.connect({ log: runner.log, secret: (value) => runner.secret(value), directory })
  return {
    async restore(directory, prefix) {
      connect(directory)
      // No entry has the prefix itself for a key, so that the newest one is found.
      const restoring = () => library.restoreCache([directory], prefix, [prefix])
      return (await softly('restored', restoreMs, restoring)) ?? null
    },
    async save(directory, key) {
      connect(directory)
      await softly('saved', saveMs, async () => {
        // The library warns of an entry that is there already, as another run may have made it.
        const found = await library.restoreCache([directory], key, [], { lookupOnly: true })
        if (found !== key) await library.saveCache([directory], key)
      })
    },
  }
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${ms / 1000} s`)), ms)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
