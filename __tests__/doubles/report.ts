import type { Finding } from '../../src/judge/judgement.ts'
import type { Report, ReportImage } from '../../src/report/report.ts'

/** What tests of publishing vary; the rest of a report is the same for all of them. */
export interface ReportFacts {
  readonly verdict?: Report['verdict']
  readonly totals?: Partial<Report['totals']>
  readonly delta?: number | null
  readonly findings?: readonly Finding[]
  readonly run?: Partial<Report['run']>
  readonly reason?: string
  readonly otherImages?: readonly ReportImage[]
}

/** The report of one image that grew by 1,000 bytes, with the facts that are given. */
export function reportOf(facts: ReportFacts = {}): Report {
  const image = imageOf('app', facts)
  return {
    schemaVersion: 1,
    tool: { name: 'image-size-guard', version: '0.1.0' },
    createdAt: '2026-01-01T00:00:00.000Z',
    metric: 'layer-content-bytes',
    verdict: facts.verdict ?? 'pass',
    reason: facts.reason ?? 'Everything is met.',
    repository: 'octo/guarded',
    serverUrl: 'https://github.example',
    event: 'pull_request',
    pullRequest: 7,
    run: { id: '1', number: 12, attempt: 1, url: null, ...facts.run },
    engine: null,
    policy: { file: null, commit: null, origins: {} },
    totals: { before: 10_000, after: 11_000, delta: 1000, percent: 10, unknown: {}, ...facts.totals },
    images: [image, ...(facts.otherImages ?? [])],
    timings: {
      buildMs: null,
      measureMs: null,
      probeMs: null,
      startMs: null,
      runMs: null,
      publishMs: null,
      totalMs: null,
      unknown: {},
    },
  }
}

/** One image of a report. */
export function imageOf(name: string, facts: Pick<ReportFacts, 'delta' | 'findings'> = {}): ReportImage {
  return {
    name,
    change: 'changed',
    verdict: 'pass',
    reason: '',
    before: null,
    after: null,
    delta: {
      size: facts.delta === undefined ? 1000 : facts.delta,
      percent: null,
      live: null,
      wasted: null,
      download: null,
      base: null,
      own: null,
      fileCount: null,
      unknown: {},
    },
    base: null,
    sentence: '',
    causes: null,
    causesRest: null,
    alignedLayers: null,
    owners: null,
    lines: null,
    packages: null,
    metadata: null,
    probes: [],
    controls: null,
    limits: [],
    override: null,
    findings: facts.findings ?? [],
    dive: null,
    pull: null,
    cache: null,
    runs: null,
    checklist: null,
    advice: null,
    buildFiles: null,
    unknown: {},
  }
}
