import type { Cause, CausesRest } from '../diff/image-diff.ts'
import { byteDelta, bytes, count } from '../format.ts'
import type { ReportImage } from './report.ts'

/** A part of a sentence: our own words, or foreign ones that have to pass the sink. */
export type CausePart = string | { readonly foreign: string }

/**
 * One cause in words, without its place: `build-essential` and the 41 packages that it needs left the image:
 * −352 MB. It begins in the middle of a sentence.
 */
export function causeParts({ owner, change, pulledIn, recommended, delta }: Cause): CausePart[] {
  const { kind, version } = owner
  const name = { foreign: owner.name }
  if (kind === 'wasted') return [`wasted bytes, hidden by later layers: ${byteDelta(delta)}`]
  if (change !== 'changed') {
    const brings = change === 'added' ? 'brings along' : 'brought along'
    const others = otherPackages(pulledIn.length, recommended === 0 ? 'needs' : brings)
    return [name, `${others} ${change === 'added' ? 'came in' : 'left the image'}: ${byteDelta(delta)}`]
  }
  if (version.before !== version.after && version.before !== null && version.after !== null) {
    const others = pulledIn.length === 0 ? '' : ` and ${count(pulledIn.length, 'package')} with it`
    const versions = [' ', { foreign: version.before }, ' → ', { foreign: version.after }]
    return [name, ...versions, `${others}: ${byteDelta(delta)}`]
  }
  if (pulledIn.length > 0) {
    const [brings, moved] = delta > 0 ? ['brings', 'came in'] : ['brought', 'left the image']
    const packages = pulledIn.length === 1 ? 'the package' : `the ${count(pulledIn.length, 'package')}`
    return [`${packages} that `, name, ` ${brings} along ${moved}: ${byteDelta(delta)}`]
  }
  return [name, ` ${delta > 0 ? 'grew' : 'shrank'} by ${bytes(Math.abs(delta))}`]
}

/** The causes that are not named, in words; null where there are none. */
export function restWords(rest: CausesRest | null): string | null {
  return rest && rest.count > 0 ? `${count(rest.count, 'other cause')}: ${byteDelta(rest.delta)}` : null
}

/** True when the bytes of a cause lie in the base image, which has no line here. */
export function isInBase({ side, layer }: Cause, image: ReportImage): boolean {
  return image[side]?.layers?.[layer ?? -1]?.base ?? false
}

function otherPackages(number: number, verb: string): string {
  if (number === 0) return ''
  return ` and the ${number === 1 ? 'package' : count(number, 'package')} that it ${verb}`
}
