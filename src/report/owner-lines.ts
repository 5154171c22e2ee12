import type { OwnerDelta } from '../diff/image-diff.ts'
import { count } from '../format.ts'
import type { ReportImage } from './report.ts'

/** One line of "where it comes from", in bytes. Foreign words stand in `name` and `versions` alone. */
export interface OwnerLine {
  /** Null for a line of our own words. */
  readonly name: string | null
  readonly versions: readonly string[]
  readonly words: string
  readonly before: number | null
  readonly after: number | null
  readonly delta: number | null
}

/** Most owners that are named. */
export const mostOwners = 10

/**
 * The owners with the largest differences, one line for all others, one for wasted bytes where they differ, and
 * the whole image: the lines above the last one add up to it. Nothing where no owner differs or none is known.
 */
export function ownerLines({ owners, before, after, delta, change }: ReportImage): OwnerLine[] {
  if (change === 'inspected') return aloneLines(after)
  const changed = owners?.filter(({ kind }) => kind !== 'unchanged') ?? []
  if (!owners || changed.length === 0) return []
  const named = changed.slice(0, mostOwners)
  const wasted = { before: before?.wasted ?? null, after: after?.wasted ?? null, delta: delta.wasted }
  return [
    ...named.map(ownerLine),
    ...restLine(owners.slice(named.length), changed.length > named.length),
    ...(delta.wasted ? [ours('wasted, hidden by later layers', wasted)] : []),
    ours('Size', { before: before?.size ?? null, after: after?.size ?? null, delta: delta.size }),
  ]
}

/** The owners with the most bytes, one line for the others, one for wasted bytes, and the whole image. */
function aloneLines(after: ReportImage['after']): OwnerLine[] {
  if (!after?.owners || after.owners.length === 0) return []
  const line = (words: string, bytes: number | null): OwnerLine =>
    ours(words, { before: null, after: bytes, delta: null })
  const named = after.owners.slice(0, mostOwners)
  const rest = after.owners.slice(mostOwners)
  const sum = rest.reduce((total, { bytes }) => total + bytes, 0)
  return [
    ...named.map(({ kind, manager, name, version, bytes }) => ({
      ...line(kind === 'package' ? (manager ?? '') : kind, bytes),
      ...{ name, versions: version === null ? [] : [version] },
    })),
    ...(rest.length > 0 ? [line(count(rest.length, 'other'), sum)] : []),
    ...(after.wasted ? [line('wasted, hidden by later layers', after.wasted)] : []),
    line('Size', after.size),
  ]
}

/** Why nobody knows where a difference comes from; null where it is known or there is none. */
export function ownersProblem({ owners, delta, unknown, change, after }: ReportImage): string | null {
  if (change === 'inspected')
    return after?.size != null && !after.owners ? (after.unknown.owners ?? null) : null
  return owners === null && delta.size !== null ? (unknown.owners ?? null) : null
}

function ownerLine({ kind, manager, name, version, before, after, delta }: OwnerDelta): OwnerLine {
  const versions = [version.before, version.after].filter((one) => one !== null)
  const isNew = version.before !== version.after && versions.length === 2
  const words = kind === 'package' ? (manager ?? '') : kind
  return { name, versions: isNew ? versions : [], words, before, after, delta }
}

function restLine(rest: readonly OwnerDelta[], holdsChanged: boolean): OwnerLine[] {
  if (rest.length === 0) return []
  const number = rest.reduce((sum, { kind, name }) => sum + (kind === 'unchanged' ? Number(name) : 1), 0)
  const sum = (field: 'before' | 'after' | 'delta'): number =>
    rest.reduce((total, row) => total + row[field], 0)
  const words = holdsChanged ? `${count(number, 'other')}` : `${count(number, 'other')}, unchanged`
  return [ours(words, { before: sum('before'), after: sum('after'), delta: sum('delta') })]
}

function ours(words: string, numbers: Pick<OwnerLine, 'before' | 'after' | 'delta'>): OwnerLine {
  return { name: null, versions: [], words, ...numbers }
}
