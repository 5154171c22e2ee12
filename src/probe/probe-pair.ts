import type { ProbeSpec } from '../config/config.ts'
import type { World } from '../effects/world.ts'
import type { InspectedPair } from '../inspect/inspect-pair.ts'
import type { ProbeResult } from './result.ts'

/**
 * Probes a measured pair: the after image to be judged, the before image, where there is one, for
 * information. Without an after image nothing is probed; its error is what the verdict comes from. A before image that
 * no engine has is not probed either.
 */
export async function probePair(
  specs: readonly ProbeSpec[],
  { pair, before, after }: InspectedPair,
  world: World,
): Promise<ProbeResult[]> {
  if (!after || specs.length === 0) return []
  const request = {
    specs,
    before: before && pair.before?.stored === null ? { built: pair.before, inspected: before } : null,
    after: { built: pair.after, inspected: after },
    checkout: world.runner.context.directory,
  }
  // With all that packs and reads archives of files, which only a probe needs.
  const { probeImages } = await import('./probe-images.ts')
  return probeImages(request, world)
}
