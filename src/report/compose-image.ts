import type { EngineInfo } from '../effects/docker/docker.ts'
import type { Image } from '../inspect/image.ts'
import type { ImageFacts } from '../judge/facts.ts'
import { afterProblem, nothingBefore, sideProblem } from '../judge/problem.ts'
import type { ProbeResult } from '../probe/result.ts'
import { composeSide, noDownload } from './compose-side.ts'
import type { ReportImage, ReportProbe, Unknown } from './report.ts'
import type { JudgedImage } from './report-input.ts'
import { sentenceOf } from './sentence.ts'

/** One image as the report shows it. `store` decides the words on what the engine prints. */
export function composeImage(image: JudgedImage, store: EngineInfo['store'] | null): ReportImage {
  const { facts, judgement } = image
  const { pair } = facts
  const { verdict, reason, limits, override, findings, dive } = judgement
  const change = changes[pair.change] ?? facts.diff?.change ?? null
  const why = missingDifference(facts)
  const noOwners = facts.diff?.ownersProblem ?? why
  return {
    name: image.name,
    change,
    verdict,
    reason,
    before: pair.before && composeSide(pair.before, facts.before, store, pair.change),
    after: composeSide(pair.after, facts.after, store, pair.change),
    delta: deltaOf(facts, why),
    base: facts.diff?.base ?? null,
    sentence: sentenceOf(facts, verdict),
    causes: facts.diff?.causes ?? null,
    causesRest: facts.diff?.causesRest ?? null,
    alignedLayers: facts.diff?.layers ?? null,
    lines: facts.diff?.lines ?? null,
    owners: facts.diff?.owners ?? null,
    probes: facts.probes.map((probe) => probeOf(probe, facts[probe.side])),
    limits,
    override,
    findings,
    dive,
    ...laterFields,
    unknown: {
      ...Object.fromEntries(Object.keys(laterFields).map((field) => [field, 'not built yet'])),
      ...(facts.diff ? {} : { base: why, alignedLayers: why, lines: why }),
      ...(facts.diff?.owners ? {} : { owners: noOwners, causes: noOwners, causesRest: noOwners }),
      ...(dive ? {} : { dive: facts.after ? 'the repository has no .dive-ci file' : why }),
      ...(change === null ? { change: why } : {}),
      ...(pair.before ? {} : { before: nothingBefore(pair) ?? why }),
    },
  }
}

const changes = { pair: null, new: 'new', alone: 'inspected' } as const

/** Fields that later parts of the product fill. */
const laterFields = {
  packages: null,
  metadata: null,
  controls: null,
  pull: null,
  cache: null,
  runs: null,
  checklist: null,
  advice: null,
  buildFiles: null,
} as const

/** Why there is no difference; only looked at where there is none. */
function missingDifference({ pair, before, after }: ImageFacts): string {
  const nothing = nothingBefore(pair)
  if (nothing !== null) return nothing
  if (!after) return afterProblem(pair)
  if (!before) return sideProblem(pair.before, 'before')
  return 'the two images could not be compared'
}

function deltaOf({ diff }: ImageFacts, why: string): ReportImage['delta'] {
  const fields = ['size', 'percent', 'live', 'wasted', 'download', 'base', 'own', 'fileCount'] as const
  if (!diff) {
    const unknown: Unknown = Object.fromEntries(fields.map((field) => [field, why]))
    const nothing = {
      size: null,
      percent: null,
      live: null,
      wasted: null,
      download: null,
      base: null,
      own: null,
      fileCount: null,
    }
    return { ...nothing, unknown }
  }
  const missing = fields.filter((field) => diff.delta[field] === null)
  const unknown: Unknown = Object.fromEntries(missing.map((field) => [field, whyNoDelta(field, diff)]))
  return { ...diff.delta, unknown }
}

function whyNoDelta(field: string, { base }: NonNullable<ImageFacts['diff']>): string {
  if (field === 'percent') return 'the before image has 0 bytes'
  return field === 'download' ? noDownload : (base.problem ?? 'not known')
}

function probeOf(probe: ProbeResult, image: Image | null): ReportProbe {
  const later = { configId: null, static: null, witness: null, vacuous: null } as const
  const unknown = Object.fromEntries(Object.keys(later).map((field) => [field, 'not built yet']))
  return {
    ...probe,
    passed: probe.status === 'pass',
    attempts: 1,
    shipped: probe.shipped.map((shipped) => {
      const place = image?.layers[shipped.layer]?.place
      return { ...shipped, file: place?.file ?? null, line: place?.line ?? null }
    }),
    ...later,
    unknown,
  }
}
