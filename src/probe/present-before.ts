import type { ProbeSpec } from '../config/config.ts'
import { refutedByTree } from './absence.ts'
import { probeResult, unrun } from './probe-result.ts'
import type { ProbeTarget } from './probe-target.ts'
import type { ProbeResult } from './result.ts'
import type { StaticLegs } from './static-legs.ts'

/**
 * The result of an `absent` probe on the before side whose program the file tree has: what is only information needs
 * no second leg, and no container. Null where the tree does not have it.
 */
export async function presentBefore(
  spec: ProbeSpec,
  target: ProbeTarget,
  legs: StaticLegs,
): Promise<ProbeResult | null> {
  const program = spec.argv[0] ?? ''
  const leg = await legs.leg(spec, program)
  const found = refutedByTree(program, leg)
  if (!found) return null
  const absence = { ...found, leg, shipped: legs.shipped(spec, program) }
  const run = unrun({ outcome: 'ran', detail: '' })
  const judged = { ...found, assertions: [], expectation: absentWords(spec), absence }
  return { ...probeResult(spec, target, run, judged), outcome: null }
}

/** What an `absent` probe expects, in words. */
export function absentWords({ exact }: ProbeSpec): string {
  return exact ? 'is absent under exactly this name' : 'is absent'
}
