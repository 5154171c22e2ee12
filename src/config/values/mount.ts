import type { ProbeMount } from '../config.ts'
import { quoted, type Reading } from '../mistakes.ts'
import { readContainerPath, readPath } from './path.ts'

/** Reads a bind mount of the checkout: `SOURCE:TARGET`, with `:rw` behind it where it may be written. */
export function readMount(line: string): Reading<ProbeMount> {
  const [source = '', target = '', mode = 'ro', ...rest] = line.split(':')
  if (target === '' || rest.length > 0 || (mode !== 'ro' && mode !== 'rw')) {
    return {
      wrong: `${quoted(line)} is not a mount; expected SOURCE:TARGET or SOURCE:TARGET:rw.`,
      write: 'tests:/tests',
    }
  }
  const from = readPath(source)
  if ('wrong' in from) return withRest(from, (path) => `${path}:${target}`)
  const to = readContainerPath(target)
  if ('wrong' in to) return withRest(to, (path) => `${source}:${path}`)
  return { value: { source: from.value, target: to.value, readOnly: mode === 'ro' } }
}

function withRest(
  reading: { readonly wrong: string; readonly write: string | null },
  line: (path: string) => string,
): Reading<ProbeMount> {
  return { wrong: reading.wrong, write: reading.write === null ? null : line(reading.write) }
}
