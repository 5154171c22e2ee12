import type { Cause } from './refusal.ts'

/**
 * Why the kernel refused a program after its container was started, read from the runtime's last words:
 * runc exits 1 (255 since 1.2) and writes one line, `exec /x: exec format error`; before 1.1
 * `standard_init_linux.go:228: exec user process caused: …`; crun ``exec container process `/x`: …``.
 * `program` is the first word of the command line; null when nothing of the kind was written of it.
 */
export function executionFailure(exitCode: number, stderr: string, program: string): Cause | null {
  if (![1, 126, 127, 255].includes(exitCode)) return null
  const match = lastWords.exec(stderr.trim())
  const path = match?.groups?.runc ?? match?.groups?.crun ?? program
  if (!match || baseName(path) !== baseName(program)) return null
  switch (match.groups?.said?.toLowerCase()) {
    case 'exec format error':
      return {
        outcome: 'bad_format',
        detail: `${path} is for another architecture, or a script without a #! line`,
      }
    case 'permission denied':
      return { outcome: 'not_executable', detail: `${path} may not be executed` }
    default:
      return {
        outcome: 'missing_interpreter',
        detail: `the interpreter or loader that ${path} names is not there`,
      }
  }
}

const lastWords = new RegExp(
  '^(?:(?:standard_init_linux\\.go:\\d+: )?exec user process caused|exec (?<runc>[^\\n:]+)' +
    '|[^\\n]*exec container process(?: `(?<crun>[^`\\n]+)`)?): ' +
    '"?(?<said>no such file or directory|exec format error|permission denied)[^\\n]*$',
  'i',
)

/**
 * The library that the dynamic loader did not find, or null. Both loaders exit 127; glibc:
 * `x: error while loading shared libraries: LIB: …`, musl: `Error loading shared library LIB: …`.
 */
export function missingLibrary(exitCode: number, stderr: string): Cause | null {
  if (exitCode !== 127) return null
  const library = loaderLine.exec(stderr)?.[1]
  return library === undefined
    ? null
    : { outcome: 'missing_library', detail: `the shared library ${library} is missing or unusable` }
}

const loaderLine = /^[^\n]*(?:error while loading shared libraries|Error loading shared library):? ([^\s:]+)/

/** Name of the signal that an exit code stands for (128 + n, as engines report it); null for any other code. */
export function signalOf(exitCode: number): string | null {
  const number = exitCode - 128
  if (number < 1 || number > 64) return null
  const name = signalNames[number]
  return name ? `SIG${name}` : `signal ${number}`
}

const signalNames: Readonly<Record<number, string>> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  4: 'ILL',
  5: 'TRAP',
  6: 'ABRT',
  7: 'BUS',
  8: 'FPE',
  9: 'KILL',
  10: 'USR1',
  11: 'SEGV',
  12: 'USR2',
  13: 'PIPE',
  14: 'ALRM',
  15: 'TERM',
  24: 'XCPU',
  25: 'XFSZ',
  31: 'SYS',
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
