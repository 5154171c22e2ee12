import type { BuiltPair, BuiltSide } from '../build/built.ts'
import type { EngineInfo } from '../effects/docker/docker.ts'
import type { Image } from '../inspect/image.ts'
import type { OwnerBytes } from '../inspect/owners/owner.ts'
import { sideProblem } from '../judge/problem.ts'
import { compositionOf } from './composition.ts'
import { engineSizeWhy } from './engine-size.ts'
import type { ReportLayer, ReportOwner, ReportSide, Unknown } from './report.ts'

/**
 * One side as the report shows it; without an image every measured field is null with the reason. `change` tells
 * whether there is another side.
 */
export function composeSide(
  side: BuiltSide,
  image: Image | null,
  store: EngineInfo['store'] | null,
  change: BuiltPair['change'],
): ReportSide {
  const { source, resolvedBy, commit, file, context, target, platform, untracked, reference, error } = side
  return {
    source,
    reference,
    resolvedBy,
    commit,
    file,
    context,
    target,
    platform: platform ?? (image ? `${image.os}/${image.architecture}` : null),
    untracked,
    id: image?.id ?? side.imageId,
    digest: image?.digest ?? side.pulled?.digest ?? null,
    createdAt: side.pulled?.createdAt ?? null,
    measuredBy: image?.measuredBy ?? null,
    fellBack: image?.fellBack ?? [],
    cachedLayers: image?.layers.filter(({ cached }) => cached).length ?? null,
    size: image?.size ?? null,
    live: image?.live ?? null,
    wasted: image?.wasted ?? null,
    wastedBy: image?.wastedBy.slice(0, mostRows) ?? null,
    download: image?.download ?? null,
    fileCount: image?.fileCount ?? null,
    engineSize: image?.engineSize
      ? { ...image.engineSize, why: engineSizeWhy(image.engineSize, image.size, store) }
      : null,
    base: side.base && {
      reference: side.base.reference,
      digest: side.base.digest,
      size: image?.baseSize ?? null,
    },
    layers: image?.layers.map(layerOf) ?? null,
    owners: change === 'pair' ? null : (image?.owners?.map(ownerOf).sort(bySize) ?? null),
    composition: compositionOf(image?.owners ?? null),
    build: buildOf(side),
    start: null,
    error,
    unknown: unknownOf(side, image, change),
  }
}

/** Rows of `wastedBy` that are shown. */
const mostRows = 50

function ownerOf({ kind, manager, name, version, requested, path, bytes }: OwnerBytes): ReportOwner {
  return { kind, manager, name, version, requested, path, bytes }
}

function bySize(a: ReportOwner, b: ReportOwner): number {
  return b.bytes - a.bytes || (a.name < b.name ? -1 : 1)
}

function layerOf({
  diffId,
  size,
  live,
  wasted,
  instruction,
  place,
  base,
  cached,
}: Image['layers'][number]): ReportLayer {
  return {
    diffId,
    size,
    live,
    wasted,
    instruction,
    file: place?.file ?? null,
    line: place?.line ?? null,
    stage: place?.stage ?? null,
    copyFrom: place?.copyFrom ?? null,
    base,
    cached,
  }
}

/** A step that came from the cache took its time in a cached build, any other one in a cold build. */
function buildOf({ build }: BuiltSide): ReportSide['build'] {
  if (!build) return null
  const steps = build.steps.map(({ ms, ...step }) => ({
    ...step,
    coldMs: step.cached ? null : ms,
    cachedMs: step.cached ? ms : null,
  }))
  return {
    log: build.log,
    cold: null,
    cached: null,
    steps,
    cacheImportMs: null,
    cacheExportMs: null,
    loadMs: null,
  }
}

/** Why an image that was measured has no download size. */
export const noDownload = 'the compressed layers, which a pull transfers, were not at hand'

function unknownOf(side: BuiltSide, image: Image | null, change: BuiltPair['change']): Unknown {
  const measured = [
    'measuredBy',
    'cachedLayers',
    'size',
    'live',
    'wasted',
    'wastedBy',
    'download',
    'fileCount',
    'engineSize',
    'layers',
    'composition',
  ]
  const why = sideProblem(side, change === 'alone' ? change : side.side)
  const later = ['start', ...(side.build ? buildFields : [])]
  return {
    ...(image ? {} : Object.fromEntries(measured.map((field) => [field, why]))),
    ...(image ? placesUnknown(image) : {}),
    ...(change === 'pair' ? { owners: 'those of both sides stand beside them' } : {}),
    ...(change !== 'pair' && !image?.owners ? { owners: image?.ownersProblem ?? why } : {}),
    ...(image && !image.owners ? { composition: image.ownersProblem ?? why } : {}),
    ...(image && image.download === null ? { download: noDownload } : {}),
    ...(image && !image.engineSize ? { engineSize: 'the image was read without an engine' } : {}),
    ...(image && side.base && image.baseSize === null
      ? { 'base.size': 'the layers of the base image are not known' }
      : {}),
    ...Object.fromEntries(later.map((field) => [field, 'not built yet'])),
  }
}

/** Of an instruction that is known, `stage` and `copyFrom` are null where it has none. */
function placesUnknown({ layers }: Image): Unknown {
  if (layers.every(({ place }) => place)) return {}
  const why = layers.every(({ place, base }) => place || base)
    ? 'what comes from the base image is on no line of the Dockerfile'
    : "the image's history fits no single instruction of a Dockerfile, or comes from the base image"
  return Object.fromEntries(['file', 'line', 'stage', 'copyFrom'].map((field) => [`layers.${field}`, why]))
}

const buildFields = [
  'build.cold',
  'build.cached',
  'build.cacheImportMs',
  'build.cacheExportMs',
  'build.loadMs',
]
