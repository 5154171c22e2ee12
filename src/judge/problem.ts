import type { BuiltSide, SideError } from '../build/built.ts'
import type { SideName } from '../config/config.ts'

/** Why a side is missing, in our own words only: `the before image could not be built (timed out)`. */
export function sideProblem(side: Pick<BuiltSide, 'error'> | null, name: SideName): string {
  if (!side?.error) return `the ${name} image could not be measured`
  const { stage, kind } = side.error
  return `the ${name} image could not be ${stages[stage]}${kinds[kind]}`
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
