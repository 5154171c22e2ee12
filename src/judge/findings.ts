import { bytes, count } from '../format.ts'
import { adviceOf } from './advice/advice.ts'
import type { ImageFacts, JudgeOptions } from './facts.ts'
import { finding, place } from './finding.ts'
import type { Finding, LimitResult } from './judgement.ts'
import { limitFindings } from './limit-findings.ts'
import { isRelative } from './limits.ts'
import { isExcusedOnPush } from './points.ts'
import { afterProblem, sideProblem } from './problem.ts'

/**
 * What the reader should act on, each with the place to look at. Messages may hold foreign words (an
 * engine's error, a probe's name): they pass the sink where they are shown.
 */
export function findingsOf(
  facts: ImageFacts,
  results: readonly LimitResult[],
  options: JudgeOptions,
): readonly Finding[] {
  return [
    ...afterFindings(facts),
    ...beforeFindings(facts, results, options),
    ...facts.probes.flatMap((probe) => probeFindings(probe, facts)),
    ...results.flatMap((result) => limitFindings(result, facts)),
    ...untrackedFindings(facts),
    ...adviceOf(facts, options),
  ]
}

function afterFindings({ pair, after }: ImageFacts): Finding[] {
  if (after) return []
  const error = pair.after.error
  return [
    finding({
      rule: 'after-not-measured',
      level: 'error',
      message: told(afterProblem(pair), error?.message),
      paths: place(error?.file ?? pair.after.file, error?.line ?? null),
    }),
  ]
}

/** The line of a before side's error belongs to another commit, so that only the file is named. */
function beforeFindings(
  facts: ImageFacts,
  results: readonly LimitResult[],
  options: JudgeOptions,
): Finding[] {
  const { pair, before } = facts
  if (pair.change !== 'pair' || before) return []
  const blocks = results.some((result) => isRelative(result) && result.status === 'not-measured')
  return [
    finding({
      rule: 'before-not-measured',
      level: blocks && !isExcusedOnPush(facts, options) ? 'error' : 'warning',
      side: 'before',
      message: told(sideProblem(pair.before, 'before'), pair.before?.error?.message),
      paths: place(pair.after.file, null),
    }),
  ]
}

function probeFindings(probe: ImageFacts['probes'][number], { pair }: ImageFacts): Finding[] {
  if (probe.informational || probe.status === 'pass' || probe.status === 'skipped') return []
  const what = probe.status === 'fail' ? 'failed' : 'could not be evaluated'
  return [
    finding({
      rule: probe.kind,
      level: 'error',
      message: `${probe.kind} ${probe.name} ${what}: ${probe.reason}`,
      paths: probe.source.file ? place(probe.source.file, probe.source.line) : place(pair.after.file, null),
    }),
  ]
}

function untrackedFindings({ pair }: ImageFacts): Finding[] {
  const untracked = pair.after.untracked
  if (!untracked || untracked.count === 0) return []
  const what = `${count(untracked.count, 'file')} (${bytes(untracked.bytes)}) beyond the commit`
  return [
    finding({
      rule: 'untracked-files',
      level: 'warning',
      message: `${what} in the after build context can look like growth: ${untracked.first.join(', ')}`,
      bytes: untracked.bytes,
      paths: place(pair.after.file, null),
    }),
  ]
}

function told(problem: string, message: string | undefined): string {
  return message ? `${problem}: ${message}` : problem
}
