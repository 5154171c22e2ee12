import type { Outcome } from './result.ts'

/** What the engine answered instead of starting a container; `status` is null when it did not answer at all. */
export interface Refusal {
  readonly status: number | null
  readonly message: string
}

/** An outcome class and its cause as a clause. */
export interface Cause {
  readonly outcome: Outcome
  readonly detail: string
}

/**
 * Sorts the engine's refusal to create or start a container into a class. `program` is the first word of
 * the command line: a program reported missing counts only when it is that one.
 *
 * The texts are those of Docker 20.10 with runc 1.1 as measured, of later Docker releases (other words in
 * front, the same tail) and of crun. `error mounting` is looked at first: Docker reports such a start with
 * the exit code of a missing program.
 */
export function classifyRefusal(refusal: Refusal, program: string): Cause {
  const { message } = refusal
  for (const [outcome, pattern] of surroundings) {
    if (pattern.test(message)) return { outcome, detail: message }
  }
  const status = refusal.status === null ? '' : ` (HTTP ${refusal.status})`
  return classifyProgram(message, program) ?? { outcome: 'engine_error', detail: message + status }
}

const surroundings: readonly (readonly [Outcome, RegExp])[] = [
  ['mount_error', /error mounting "|invalid mount (config|path)|bind source path does not exist/],
  ['mount_error', /crun: (mount|creating|cannot mount) `/],
  [
    'platform_mismatch',
    /does not match the (specified|expected|detected) platform|platform .* not supported/,
  ],
  ['image_missing', /No such image/i],
  ['user_error', /unable to find (user|group) |no matching entries in (passwd|group) file|invalid user/],
  [
    'workdir_error',
    /working directory '.*' is invalid|Cannot mkdir: |chdir to (cwd|`)|mkdir .* not a directory/,
  ],
  [
    'network_error',
    /failed to create endpoint|network .* not found|failed to set up container networking|could not find a network|error creating vEth|failed to add interface|sandbox join/i,
  ],
]

function classifyProgram(message: string, program: string): Cause | null {
  const match = runcProgram.exec(message) ?? crunProgram.exec(message)
  const [, quoted, said] = match ?? []
  if (quoted === undefined || said === undefined || unquote(quoted) !== program) return null
  if (/permission denied|is a directory/i.test(said))
    return { outcome: 'not_executable', detail: 'it may not be executed' }
  if (/exec format error/i.test(said))
    return { outcome: 'bad_format', detail: 'it is for another architecture, or a script without #!' }
  const where = program.includes('/') ? '' : ' in PATH'
  return { outcome: 'not_found', detail: `the engine did not find it${where}` }
}

const missing = 'executable file not found in \\$PATH|no such file or directory|not a directory'
const refused = 'permission denied|is a directory|exec format error'
// runc: `exec: "NAME": executable file not found in $PATH`, `exec: "PATH": stat PATH: no such file or directory`.
const runcProgram = new RegExp(`exec: ("(?:[^"\\\\]|\\\\.)*"): (?:stat .*?: )?(${missing}|${refused})`)
// crun: ``executable file `NAME` not found in $PATH``, ``open executable: Permission denied`` names none.
const crunProgram = /executable file (`[^`]*`) (not found(?: in \$PATH)?(?:: No such file or directory)?)/

// Go's %q and JSON agree on everything that is printable; what does not parse matches no program.
function unquote(quoted: string): string | null {
  if (quoted.startsWith('`')) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    return null
  }
}
