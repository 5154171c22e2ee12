import { byteRow } from '../format.ts'
import type { ReportImage, ReportSide } from './report.ts'

/**
 * What `docker images` prints for the sides of an image on this engine, why it differs, and how the sides
 * were measured, as lines without markup. What is the same for both sides is said once, at the end. Reasons
 * may hold an engine's words: the renderer must neutralise them. Empty when no side was measured.
 */
export function engineLines({ before, after, change }: ReportImage): readonly string[] {
  const sides = [
    ...(isMeasured(before) ? [{ name: 'Before', side: before }] : []),
    ...(isMeasured(after) ? [{ name: change === 'inspected' ? 'Here' : 'After', side: after }] : []),
  ]
  const printed = sides.map(({ name, side }) => `${name}: ${printedWords(side)}.`)
  const told = sides.map(({ side }) => `${side.engineSize.why} ${measuredWords(side)}`)
  const [only, ...others] = new Set(told)
  if (only === undefined) return []
  if (others.length > 0 || sides.length === 1) return printed.map((line, at) => `${line} ${told[at]}`)
  return [...printed, only]
}

/** True where `docker images` prints another number than the report, or a slower way of measuring was taken. */
export function isEngineWorthALine({ before, after }: ReportImage): boolean {
  return [before, after]
    .filter(isMeasured)
    .some(({ engineSize, size, fellBack }) => engineSize.list !== size || fellBack.length > 0)
}

type Measured = ReportSide & { readonly size: number } & {
  readonly engineSize: NonNullable<ReportSide['engineSize']>
}

function isMeasured(side: ReportSide | null): side is Measured {
  return side !== null && side.size !== null && side.engineSize !== null
}

function printedWords({ engineSize: { list }, size }: Measured): string {
  if (list === null) return 'not listed'
  if (list === size) return `the same ${byteRow([size])[0]}`
  const [printed, ours] = byteRow([list, size])
  return `${printed} instead of ${ours}`
}

function measuredWords({ measuredBy, fellBack, cachedLayers, layers }: Measured): string {
  if (measuredBy === null) return ''
  const slower = fellBack.length > 0 ? `, because a faster way did not serve: ${fellBack.join('; ')}` : ''
  const cached = cachedLayers ? ` ${cachedWords(cachedLayers, layers?.length ?? 0)}` : ''
  return `${how[measuredBy]}${slower}.${cached}`
}

function cachedWords(cached: number, all: number): string {
  const [are, come] = all === 1 ? ['layer', 'comes'] : ['layers', 'come']
  return `${cached} of ${all} ${are} ${come} from the cache of earlier runs.`
}

const how = {
  'layer-metadata': 'Measured from the layer metadata of the engine',
  'layer-blobs': 'Measured from the layers in the content store of the engine',
  archive: 'Measured from the layers in the archive',
  registry: 'Measured from the layers in the registry',
  export: 'Measured from the layers of an exported image',
  'same-image': 'Both sides are the same image, measured once',
} as const satisfies Record<NonNullable<ReportSide['measuredBy']>, string>
