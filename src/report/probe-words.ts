import type { Outcome } from '../probe/result.ts'
import { cell } from '../sink/markdown.ts'
import type { ReportImage, ReportProbe } from './report.ts'
import { unknownCell } from './section-size.ts'

/** What a probe showed, in few words. `foreign` is a program's own output, which the renderer must neutralise. */
export interface ProbeWords {
  readonly own: string
  readonly foreign: string | null
}

/**
 * The result of one probe as a table shows it: `absent`, `exit 1`, `Python 3.14.2`, a dash for none. Output
 * that is that of the `other` side too is `same`: on a phone the two would not fit side by side.
 */
export function probeWords(probe: ReportProbe | undefined, other?: ReportProbe): ProbeWords {
  if (!probe) return { own: unknownCell, foreign: null }
  const words = wordsOf(probe)
  const isSame = other && words.foreign !== null && wordsOf(other).foreign !== null
  return isSame && probe.output === other.output ? { own: 'same', foreign: null } : words
}

function wordsOf(probe: ReportProbe): ProbeWords {
  if (probe.status === 'skipped') return { own: 'skipped', foreign: null }
  if (probe.status === 'error') return { own: `unknown: ${outcomeWords(probe)}`, foreign: null }
  if (probe.kind === 'absent') return { own: absentWords(probe), foreign: null }
  if (probe.status === 'pass' && probe.kind === 'expect-pass') {
    return probe.output ? { own: '', foreign: shortOutput(probe.output) } : { own: 'exit 0', foreign: null }
  }
  const wrong = probe.status === 'fail' && probe.kind === 'expect-pass' && probe.exitCode === 0
  return { own: wrong ? 'exit 0, other output' : outcomeWords(probe), foreign: null }
}

/** The same as a Markdown cell. */
export function probeCell(probe: ReportProbe | undefined, other?: ReportProbe): string {
  const { own, foreign } = probeWords(probe, other)
  return foreign === null ? own : cell(foreign)
}

/** What a probe runs, in words for the front of its name: arguments alone go to the image's entry point. */
export function probeTitle({ kind, name }: Pick<ReportProbe, 'kind' | 'name'>): string {
  return name.startsWith('-') ? `${kindWords[kind]} entry point` : kindWords[kind]
}

/** Bytes that still ship of files which the final file system does not have. */
export function shippedBytes({ shipped }: Pick<ReportProbe, 'shipped'>): number {
  return shipped.reduce((sum, { bytes }) => sum + bytes, 0)
}

const kindWords = {
  absent: 'absent',
  'expect-pass': 'passes',
  'expect-fail': 'fails',
} as const satisfies Record<ReportProbe['kind'], string>

/** Longest output of a passing probe that a table shows, in code points. */
const mostOutputCharacters = 32

/**
 * A line of output as a table shows it: its beginning, where a name or a version stands. A run of one
 * mark, as in `===== test session starts =====`, is cut to three, so that the words show.
 */
function shortOutput(line: string): string {
  const characters = [...line.replace(/([^\p{L}\p{N}\s])\1{3,}/gu, '$1$1$1')]
  if (characters.length <= mostOutputCharacters) return characters.join('')
  return `${characters.slice(0, mostOutputCharacters - 1).join('')}…`
}

function absentWords(probe: ReportProbe): string {
  if (probe.status === 'pass') return 'absent'
  return probe.proof?.state === 'incomplete' ? `not proved: ${outcomeWords(probe)}` : 'present'
}

function outcomeWords({ outcome, exitCode, signal }: ReportProbe): string {
  if (outcome === null) return 'not run'
  if (outcome === 'ran') return exitCode === null ? 'ran' : `exit ${exitCode}`
  if (outcome === 'signalled')
    return signal && /^[A-Z0-9+]{1,12}$/.test(signal) ? `killed by ${signal}` : 'killed'
  return words[outcome]
}

const words = {
  not_found: 'not found',
  not_executable: 'not executable',
  bad_format: 'wrong architecture or format',
  missing_interpreter: 'interpreter missing',
  missing_library: 'library missing',
  oom: 'out of memory',
  timeout: 'timed out',
  mount_error: 'mount failed',
  user_error: 'user missing',
  workdir_error: 'working directory missing',
  network_error: 'network failed',
  image_missing: 'image missing',
  platform_mismatch: 'other platform',
  engine_error: 'engine error',
} as const satisfies Record<Exclude<Outcome, 'ran' | 'signalled'>, string>

/** Why no probe ran in a before image that is there: no engine has it. Null where one did, or where none is judged. */
export function whyNotBefore({ before, probes }: Pick<ReportImage, 'before' | 'probes'>): string | null {
  const by = before?.measuredBy
  if (probes.length === 0 || probes.some(({ informational }) => informational)) return null
  if (by !== 'archive' && by !== 'registry') return null
  return `The before image was only read, in its ${by}: no probe ran in it.`
}
