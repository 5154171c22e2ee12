import type { Outcome } from '../probe/result.ts'
import { cell } from '../sink/markdown.ts'
import type { ReportProbe } from './report.ts'
import { unknownCell } from './section-size.ts'

/** What a probe showed, in few words. `foreign` is a program's own output, which the renderer must neutralise. */
export interface ProbeWords {
  readonly own: string
  readonly foreign: string | null
}

/** The result of one probe as a table shows it: `absent`, `exit 1`, `Python 3.14.2`. */
export function probeWords(probe: ReportProbe): ProbeWords {
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
export function probeCell(probe: ReportProbe | undefined): string {
  if (!probe) return unknownCell
  const { own, foreign } = probeWords(probe)
  return foreign === null ? own : cell(foreign)
}

/** What a probe runs, in words for the front of its name: arguments alone go to the image's entry point. */
export function probeTitle({ kind, name }: Pick<ReportProbe, 'kind' | 'name'>): string {
  return name.startsWith('-') ? `${kindWords[kind]} entry point` : kindWords[kind]
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
