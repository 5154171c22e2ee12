import type { EngineInfo } from '../effects/docker/docker.ts'
import { count } from '../format.ts'
import { worstVerdict } from '../judge/judge.ts'
import { composeImage } from './compose-image.ts'
import type { Report, ReportImage, Unknown } from './report.ts'
import type { ReportInput } from './report-input.ts'
import { totalsOf } from './totals.ts'

/** The report of a run: a pure function of its input, and plain data. */
export function composeReport(input: ReportInput): Report {
  const images = input.images.map((image) => composeImage(image, input.engine?.store ?? null))
  const { repository, serverUrl, event } = input.context
  return {
    schemaVersion: 1,
    tool: input.tool,
    createdAt: input.createdAt,
    metric: 'layer-content-bytes',
    verdict: worstVerdict(images.map((image) => image.verdict)),
    reason: reasonOf(images),
    repository,
    serverUrl,
    event: event?.name ?? null,
    pullRequest: input.pullRequest,
    run: runOf(input.context),
    engine: input.engine && engineOf(input.engine, input.builder),
    policy: { file: input.config.file, commit: input.policyCommit, origins: input.config.origins },
    totals: totalsOf(images),
    images,
    timings: timingsOf(input.timings),
  }
}

/** The reason of the worst image; among several, how many share its verdict. */
function reasonOf(images: readonly ReportImage[]): string {
  const worst = worstVerdict(images.map((image) => image.verdict))
  const alike = images.filter((image) => image.verdict === worst)
  const reason = alike[0]?.reason ?? 'No image is configured.'
  return images.length > 1 ? `${alike.length} of ${count(images.length, 'image')}: ${reason}` : reason
}

function runOf({
  repository,
  serverUrl,
  runId,
  runNumber,
  runAttempt,
}: ReportInput['context']): Report['run'] {
  const url = repository && serverUrl && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : null
  return { id: runId, number: runNumber, attempt: runAttempt, url }
}

function engineOf(engine: EngineInfo, builder: string | null): Report['engine'] {
  const { version, apiVersion, store, os, architecture } = engine
  const unknown = { buildkit: 'not built yet', ...(builder ? {} : { builder: 'nothing was built' }) }
  return { version, apiVersion, store, os, architecture, builder, buildkit: null, unknown }
}

function timingsOf(timings: ReportInput['timings']): Report['timings'] {
  const missing = Object.entries(timings).filter(([, ms]) => ms === null)
  const unknown: Unknown = {
    ...Object.fromEntries(missing.map(([field]) => [field, 'did not take place before the report was made'])),
    startMs: 'not built yet',
    runMs: 'not built yet',
  }
  return { ...timings, startMs: null, runMs: null, unknown }
}
