import type { BuiltPair, BuiltSide, SideError } from '../build/built.ts'
import type { SideName } from '../config/config.ts'

/**
 * Why a side is missing, in our own words only: `the before image could not be built (timed out)`. An image that is
 * inspected alone is on no side.
 */
export function sideProblem(side: Pick<BuiltSide, 'error'> | null, name: SideName | 'alone'): string {
  const image = name === 'alone' ? 'the image' : `the ${name} image`
  if (!side?.error) return `${image} could not be measured`
  const { stage, kind } = side.error
  return `${image} could not be ${stages[stage]}${kinds[kind]}`
}

/** Why the image that is judged is missing. */
export function afterProblem({ change, after }: Pick<BuiltPair, 'change' | 'after'>): string {
  return sideProblem(after, change === 'alone' ? change : 'after')
}

/** Why there is nothing to compare with; null where there is, or should be. */
export function nothingBefore({ change }: Pick<BuiltPair, 'change'>): string | null {
  if (change === 'alone') return 'the image is inspected alone'
  return change === 'new' ? 'the image is new and has no before side' : null
}

const stages = {
  resolve: 'found',
  checkout: 'checked out',
  prepare: 'prepared',
  pull: 'pulled',
  build: 'built',
  inspect: 'measured',
} satisfies Record<SideError['stage'], string>

const kinds = {
  failed: '',
  timeout: ' (timed out)',
  'disk-full': ' (the disk is full)',
  'not-found': ' (not found)',
  denied: ' (access denied)',
  unsupported: ' (not supported)',
} satisfies Record<SideError['kind'], string>
