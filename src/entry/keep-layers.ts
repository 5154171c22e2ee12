import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { CacheService } from '../effects/cache-service.ts'
import type { RunContext, Runner } from '../effects/runner.ts'
import type { Report } from '../report/report.ts'

/** The format of the entries is part of it, so that entries of another one are never fetched. */
const prefix = 'image-size-guard-layers-1-'

/** Layers that are kept in the runner's cache between the runs of a workflow. */
export interface KeptLayers {
  /** Where they lie during this run. */
  readonly directory: Config['cacheDirectory']
  /** Keeps what this run read, where it may, and removes a directory that nobody named. Never rejects. */
  end(report: Report | null): Promise<void>
}

/**
 * Fetches the layers that earlier runs on the default branch kept. The directory is the one that the configuration
 * names, else one below the runner's temporary directory (its path must be the same in every run); without a
 * service the configuration stays as it is.
 */
export async function keepLayers(
  { cacheDirectory }: Pick<Config, 'cacheDirectory'>,
  { context }: Pick<Runner, 'context'>,
  service: CacheService | null,
): Promise<KeptLayers> {
  if (service === null || cacheDirectory.kind === 'none') return { directory: cacheDirectory, async end() {} }
  const isNamed = cacheDirectory.kind === 'directory'
  const path = isNamed ? cacheDirectory.path : join(context.temporaryDirectory, 'image-size-guard-layers')
  const restored = await service.restore(path, prefix)
  return {
    directory: { kind: 'directory', path },
    async end(report) {
      const key = report && keyOf(report)
      if (key && key !== restored && maySave(context) && existsSync(path)) await service.save(path, key)
      if (!isNamed) await rm(path, { recursive: true, force: true })
    },
  }
}

/**
 * Whether a run may write what others read. A pull request's run may not, whatever started it: what it measured is
 * the work of whoever opened it. Only a push to the default branch, a schedule and a start by hand on it may.
 */
export function maySave({ event, ref }: Pick<RunContext, 'event' | 'ref'>): boolean {
  // GitHub runs schedules on the default branch alone, and their event names no branch.
  if (event?.name === 'schedule') return true
  if (event === null || !['push', 'workflow_dispatch'].includes(event.name)) return false
  const { repository } = event.payload
  const branch =
    typeof repository === 'object' && repository !== null && 'default_branch' in repository
      ? repository.default_branch
      : null
  return typeof branch === 'string' && branch !== '' && ref === `refs/heads/${branch}`
}

/**
 * The key of what a run has to keep: a digest of the layers that come from base images, so that a push which
 * changes the image alone keeps nothing new; of all layers where no base is known. Null when nothing was measured.
 */
function keyOf({ images }: Report): string | null {
  const sides = images.flatMap(({ before, after }) => [before, after])
  const layers = sides.flatMap((side) => side?.layers ?? [])
  const base = layers.filter((layer) => layer.base)
  const diffIds = new Set((base.length > 0 ? base : layers).map(({ diffId }) => diffId))
  if (diffIds.size === 0) return null
  return (
    prefix +
    createHash('sha256')
      .update([...diffIds].sort().join())
      .digest('hex')
      .slice(0, 32)
  )
}
