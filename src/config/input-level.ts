import { inputOf, inputs, isInput, notBuilt } from './inputs/inputs.ts'
import { type InputSpec, isList } from './inputs/spec.ts'
import type { Level } from './levels.ts'
import { type Mistakes, quoted } from './mistakes.ts'
import { didYouMean, nearest } from './nearest.ts'
import { inputSetting, type Setting } from './setting.ts'

/**
 * The inputs that were given, by name. An empty one counts as not given: the runner sets every input
 * that a step leaves out to an empty text. A name that is no input is a mistake.
 */
export function inputLevel(
  given: ReadonlyMap<string, string>,
  kind: 'action' | 'terminal',
  mistakes: Mistakes,
): Level {
  const level = new Map<string, Setting>()
  for (const [written, value] of given) {
    const name = written.toLowerCase()
    if (!isInput(name)) reportUnknown(name, value, kind, mistakes)
    else if (value !== '') level.set(name, inputSetting(inputOf(name), value, kind))
  }
  return level
}

function reportUnknown(name: string, value: string, kind: 'action' | 'terminal', mistakes: Mistakes): void {
  const place = kind === 'action' ? `input ${name.slice(0, 80)}` : `--${name.slice(0, 80)}`
  if (notBuilt.includes(name)) {
    mistakes.add(place, 'this input is not built yet.', null)
    return
  }
  const known = inputs.filter(({ hidden }) => hidden !== true).map((input) => input.name)
  const meant = nearest(name, known)
  const line = meant === null ? null : lineFor(inputOf(meant), value, kind)
  mistakes.add(place, `there is no input ${quoted(name)}.${didYouMean(name, known)}`, line)
}

/** The line as it was meant, without a value that may be a secret. */
function lineFor(input: InputSpec, value: string, kind: 'action' | 'terminal'): string {
  const secretive = isList(input.kind) || input.name === 'github-token' || value === ''
  return inputSetting(input, value, kind).write(secretive ? input.example : value)
}
