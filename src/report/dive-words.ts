import { bytes, percent } from '../format.ts'
import type { DiveRule } from '../judge/judgement.ts'
import type { ReportImage } from './report.ts'

/** A row of the table of dive's rules: name, allowed, dive's number, and ours for the same question. */
export type DiveRow = readonly [name: string, allowed: string, dive: string, ours: string]

/** The rules of a `.dive-ci` file as rows; ours counts what dive leaves out. Empty without rules. */
export function diveRows({ dive, after }: ReportImage): readonly DiveRow[] {
  if (!dive) return []
  return dive.rules.map((rule) => [rule.name, allowed(rule), measured(rule, rule.actual), ours(rule, after)])
}

/** Why dive's numbers and ours differ. */
export const diveNote =
  'dive counts every copy of a path that two layers bring, the one that is needed too, and not what a deleted directory held; wasted here are the bytes that a later layer hides, and nothing else.'

function allowed(rule: DiveRule): string {
  const sign = rule.name === 'lowestEfficiency' ? '≥' : '≤'
  return `${sign} ${measured(rule, rule.limit)}`
}

function measured({ name }: DiveRule, value: number | null): string {
  if (value === null) return 'no value'
  return name === 'highestWastedBytes' ? bytes(value) : percent(value * 100)
}

function ours({ name }: DiveRule, after: ReportImage['after']): string {
  const { size, live, wasted } = after ?? {}
  if (typeof size !== 'number' || typeof live !== 'number' || typeof wasted !== 'number') return '–'
  if (name === 'highestWastedBytes') return bytes(wasted)
  if (name === 'lowestEfficiency') return size === 0 ? '–' : percent((live / size) * 100)
  const base = after?.layers?.[0]?.size ?? 0
  return size === base ? '–' : percent((wasted / (size - base)) * 100)
}
