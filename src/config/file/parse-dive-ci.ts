import { parse, YAMLError } from 'yaml'
import type { DiveRules } from '../config.ts'
import { type Mistakes, quoted, type Reading } from '../mistakes.ts'
import { readDiveBytes } from '../values/dive-bytes.ts'

/**
 * Reads the text of a `.dive-ci` file as dive 0.13 does (`cmd/dive/cli/internal/options/ci.go`): three keys below
 * `rules`; one that is missing has dive's default; an empty one, `disabled`, `off` or `false` switches its rule
 * off. Mistakes go to `mistakes`.
 */
export function parseDiveRules(file: string, text: string, mistakes: Mistakes): DiveRules | null {
  const rules = rulesIn(text)
  if ('wrong' in rules) {
    mistakes.add(file, rules.wrong, rules.write)
    return null
  }
  const read = (key: string, standard: string, reader: (text: string) => Reading<number>): number | null => {
    const written = Object.hasOwn(rules.value, key) ? String(rules.value[key] ?? '') : standard
    if (['', 'disabled', 'off', 'false'].includes(written.trim().toLowerCase())) return null
    const reading = reader(written)
    if ('value' in reading) return reading.value
    mistakes.add(`${file}, ${key}`, reading.wrong, reading.write === null ? null : `${key}: ${reading.write}`)
    return null
  }
  return {
    file,
    lowestEfficiency: read('lowestEfficiency', '0.9', readShare),
    highestWastedBytes: read('highestWastedBytes', 'disabled', readDiveBytes),
    highestUserWastedPercent: read('highestUserWastedPercent', '0.1', readShare),
  }
}

// Every scalar as it is written: dive reads all of them as text.
function rulesIn(text: string): Reading<Readonly<Record<string, unknown>>> {
  try {
    const document: unknown = parse(text, { schema: 'failsafe', maxAliasCount: 0 })
    // An empty value is an empty text in this schema.
    const rules = isMap(document) ? document.rules || {} : {}
    return isMap(rules) ? { value: rules } : { wrong: 'rules is not a map of keys.', write: 'rules:' }
  } catch (error) {
    if (!(error instanceof YAMLError) && !(error instanceof ReferenceError)) throw error
    return { wrong: `this is not valid YAML: ${error.message.split('\n')[0]}.`, write: null }
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readShare(text: string): Reading<number> {
  const share = /^\d*\.?\d+(?:e-?\d+)?$|^\d+\.$/i.test(text.trim()) ? Number(text) : Number.NaN
  if (share >= 0 && share <= 1) return { value: share }
  return { wrong: `${quoted(text)} is not a share from 0 to 1.`, write: '0.9' }
}
