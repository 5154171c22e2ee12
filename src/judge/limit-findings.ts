import { wastedCauses } from './advice/wasted-causes.ts'
import { countedBytes } from './counted-difference.ts'
import type { ImageFacts } from './facts.ts'
import { finding, place } from './finding.ts'
import type { Finding, LimitResult } from './judgement.ts'
import { isRelative } from './limits.ts'
import { limitName } from './points.ts'

/** What a limit that is crossed, or would be without the override, asks to look at; of wasted bytes, what wastes most. */
export function limitFindings(result: LimitResult, { pair, after, diff }: ImageFacts): Finding[] {
  if (result.status !== 'crossed' && !(result.status === 'covered' && result.actual !== null)) return []
  const covered = result.status === 'covered' ? ' (covered by the override label)' : ''
  const isWasted = result.name === 'max-wasted'
  const causes = isWasted && after ? wastedCauses(after, pair.after) : { words: '', paths: [] }
  const most = causes.words === '' ? '' : `; most of it: ${causes.words}`
  const size = isWasted ? after?.wasted : after?.size
  const grown = isRelative(result) ? grownLine(diff) : null
  return [
    finding({
      rule: limitName(result),
      level: result.level === 'fail' && !covered ? 'error' : 'warning',
      message: `${limitName(result)}: ${result.reason}${covered}${most}`,
      bytes: (isRelative(result) ? diff && countedBytes(diff) : size) ?? null,
      paths: grown ?? (causes.paths.length > 0 ? causes.paths : place(pair.after.file, 1)),
    }),
  ]
}

/** The line of the after side that grew most; null where nothing grew, or what did is on no known line. */
function grownLine(diff: ImageFacts['diff']): Finding['paths'] | null {
  const [most] = diff?.lines.toSorted((a, b) => b.delta - a.delta) ?? []
  const at = most && most.delta > 0 ? most.after : null
  return at && at.file !== null && at.line !== null ? place(at.file, at.line) : null
}
