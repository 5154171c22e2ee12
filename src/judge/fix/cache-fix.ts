import type { PlaceBytes } from '../../inspect/notes/places.ts'
import type { Finding } from '../judgement.ts'
import { type DockerfileSource, isShellRun, type SourceInstruction } from './dockerfile-source.ts'
import { joinLines } from './join-lines.ts'
import { replacement } from './replacement.ts'
import { isPlainWord } from './shell-text.ts'

/**
 * The `RUN` that leaves caches behind, without doing so: pip gets the option that keeps none, all else is removed at
 * its end. Null where that cannot be written safely, or a later instruction needs what would go.
 */
export function cacheFix(
  source: DockerfileSource,
  run: SourceInstruction,
  places: readonly PlaceBytes[],
): Finding['fixes'][number] | null {
  if (!isShellRun(source, run) || isNeededLater(source, run, places)) return null
  const withOption = places.some(({ name }) => name === 'pip cache') ? withoutPipCache(run.lines) : null
  const rest = withOption ? places.filter(({ name }) => name !== 'pip cache') : places
  const command = removal(rest)
  if (command === null) return null
  const lines = withOption ?? run.lines
  const text = command === '' ? lines : joinLines(lines, [], [command])
  return text && replacement(source, run.line, run.endLine, text)
}

// Lists that an earlier RUN fetched are enough for `apt-get install` in a later one.
function isNeededLater(
  source: DockerfileSource,
  { index }: SourceInstruction,
  places: readonly PlaceBytes[],
): boolean {
  if (!places.some(({ name }) => name.startsWith('apt '))) return false
  const installs = (command: string): boolean =>
    /\bapt(?:-get)?\b/.test(command) && /\binstall\b/.test(command)
  return source.instructions
    .slice(index + 1)
    .some(({ body }) => body.split(/[&|;]/).some(installs) && !/\bupdate\b/.test(body))
}

function withoutPipCache(lines: readonly string[]): string[] | null {
  const install = /\b(pip3?(?:\.\d+)? install)\b/g
  if (
    lines.every((line) => line.search(install) < 0) ||
    lines.some((line) => line.includes('--no-cache-dir'))
  )
    return null
  return lines.map((line) => line.replace(install, '$1 --no-cache-dir'))
}

/** One command for all places; empty for none, null for a path that a shell would not take as it stands. */
function removal(places: readonly PlaceBytes[]): string | null {
  const cleans = places.some(({ name }) => name === 'apt archives' || name === 'apt package index')
  const removed = places.filter(({ name }) => name !== 'apt archives' && name !== 'apt package index')
  if (!removed.every(({ path }) => isPlainWord(path))) return null
  const paths = removed.map(({ path }) => (path.startsWith('/var/') ? `${path}/*` : path))
  const removing = paths.length > 0 ? [`rm -rf ${[...new Set(paths)].join(' ')}`] : []
  return [...(cleans ? ['apt-get clean'] : []), ...removing].join(' && ')
}
