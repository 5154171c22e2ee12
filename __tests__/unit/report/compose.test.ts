import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Report, ReportImage, ReportSide } from '../../../src/report/report.ts'
import { factsOf } from '../judge/build-facts.ts'
import { cases, judged, reportOf } from './cases.ts'

const schema = JSON.parse(readFileSync(new URL('../../../report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema)

/** The names of the report, as published: they never change within schemaVersion 1. */
const names = {
  report:
    'schemaVersion tool createdAt metric verdict reason repository serverUrl event pullRequest run engine policy totals images timings',
  image:
    'name change verdict reason before after delta sentence causes causesRest alignedLayers owners lines packages metadata probes controls limits override findings dive pull cache runs checklist advice buildFiles',
  delta: 'size percent live wasted download base own fileCount',
  side: 'source reference resolvedBy commit file context target platform untracked id digest measuredBy size live wasted wastedBy download fileCount engineSize base layers composition build start error',
  layer: 'diffId size live wasted instruction file line stage copyFrom base',
  probe:
    'id name kind side informational expectation argv source status passed outcome exitCode signal attempts ms reason assertions output stdout stderr truncated imageId configId proof matches shipped static witness vacuous',
  limit: 'name level unit limit actual origin status passed reason',
  finding: 'rule level side message bytes paths fixes inBefore',
  engine: 'version apiVersion store os architecture builder buildkit',
  totals: 'before after delta percent',
  timings: 'buildMs measureMs probeMs startMs runMs publishMs totalMs',
  run: 'id number attempt url',
  cause: 'owner pulledIn side file line delta',
}

test.each(Object.keys(cases))('the report of %s is valid and plain data', (name) => {
  const report = cases[name]!()
  validate(report)
  expect(validate.errors ?? []).toEqual([])
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('the schema refuses a report without one of its names', () => {
  const { verdict: _verdict, ...rest } = cases.reduction!()
  expect(validate(rest)).toBe(false)
  const report = cases.reduction!()
  const limit = { ...report.images[0]!.limits[0]!, passed: false }
  expect(validate({ ...report, images: [{ ...report.images[0], limits: [limit] }] })).toBe(false)
})

test('report and schema have the published names', () => {
  const report = cases['probe-failed']!()
  const image = report.images[0]!
  const failed = cases['growth-over-the-limit']!().images[0]!
  const shown: Record<keyof typeof names, object> = {
    report,
    image,
    delta: image.delta,
    side: image.after!,
    layer: image.after!.layers![0]!,
    probe: image.probes[0]!,
    limit: image.limits[0]!,
    finding: failed.findings[0]!,
    engine: report.engine!,
    totals: report.totals,
    timings: report.timings,
    run: report.run,
    cause: image.causes![0]!,
  }
  for (const [what, list] of Object.entries(names)) {
    expect([what, Object.keys(shown[what as keyof typeof names])]).toEqual([
      what,
      expect.arrayContaining(list.split(' ')),
    ])
  }
  expect(schema.required).toEqual(names.report.split(' '))
  expect(schema.$defs.image.required).toEqual(names.image.split(' '))
  expect(schema.$defs.side.required).toEqual(names.side.split(' '))
  expect(schema.$defs.probe.required).toEqual(names.probe.split(' '))
  expect(schema.$defs.limit.required).toEqual(names.limit.split(' '))
})

test.each(Object.keys(cases))('in the report of %s every number that is not known has its reason', (name) => {
  const report = cases[name]!()
  expectReasons(report.totals, names.totals)
  expectReasons(report.timings, names.timings)
  for (const image of report.images) {
    expectReasons(image.delta, names.delta)
    expectReasons(
      image,
      'change causes causesRest alignedLayers owners lines packages metadata controls dive pull cache runs checklist advice buildFiles',
    )
    for (const side of [image.before, image.after]) {
      if (side) expectReasons(side, 'measuredBy size live wasted download fileCount engineSize layers start')
    }
    for (const probe of image.probes) expectReasons(probe, 'configId static witness vacuous')
  }
})

test('what a pull transfers is shown where the compressed layers were at hand', () => {
  const [image] = cases.reduction!().images
  expect(image?.before?.download).toBe(290_400_000)
  expect(image?.after?.download).toBe(201_300_000)
  expect(image?.delta.download).toBe(-89_100_000)
  expect(image?.after?.unknown).not.toHaveProperty('download')
  const why = 'the compressed layers, which a pull transfers, were not at hand'
  const [other] = cases.growth!().images
  expect(other?.after).toMatchObject({ download: null, unknown: { download: why } })
  expect(other?.delta).toMatchObject({ download: null, unknown: { download: why } })
})

test('verdict and totals are those of all images', () => {
  const { verdict, reason, totals } = cases['several-images']!()
  expect(verdict).toBe('fail')
  expect(reason).toBe(
    '1 of 3 images: max-increase is crossed: 7.52% is over the limit of 2% (and 1 more reason).',
  )
  expect(totals).toMatchObject({
    before: 1_635_710_000,
    after: 2_269_210_000,
    delta: 633_500_000,
    unknown: {},
  })
})

test('without the owners of a side the causes are not known either, with the reason', () => {
  const facts = factsOf({ before: 1, after: 2 })
  const unread = { owners: null, causes: null, causesRest: null, ownersProblem: 'the engine was gone' }
  const report = reportOf([judged('x', { ...facts, diff: { ...facts.diff!, ...unread } }, [])])
  expect(report.images[0]).toMatchObject({ causes: null, causesRest: null })
  expect(report.images[0]?.unknown.causes).toBe('the engine was gone')
  validate(report)
  expect(validate.errors ?? []).toEqual([])
})

test('a side that could not be measured leaves the totals unknown, never smaller', () => {
  const { totals } = cases['before-not-built']!()
  expect(totals).toEqual({
    before: null,
    after: 818_000_000,
    delta: null,
    percent: null,
    unknown: {
      before: 'a before image could not be measured',
      delta: 'a before image could not be measured',
      percent: 'a before image could not be measured',
    },
  })
  expect(cases['new-image']!().totals).toMatchObject({
    before: null,
    delta: null,
    unknown: { before: 'every image is new' },
  })
})

test.each([
  ['reduction', 'Passed: 246 MB smaller (30.1%), 818 MB → 572 MB.'],
  ['growth', 'Passed: 4 MB larger (0.489%), 818 MB → 822 MB.'],
  ['growth-over-the-limit', 'Failed: 61.5 MB larger (7.52%), 818 MB → 880 MB.'],
  ['unchanged', 'Passed: unchanged at 818 MB.'],
  ['new-image', 'Passed: new image of 818 MB.'],
  [
    'before-not-built',
    'Not measured: the difference is unknown because the before image could not be built; the after image has 818 MB.',
  ],
  ['not-measured', 'Not measured: the after image could not be built.'],
])('the sentence of %s', (name, sentence) => {
  expect(cases[name]!().images[0]?.sentence).toBe(sentence)
})

test('outside of GitHub nothing of it is made up', () => {
  const context = {
    repository: null,
    serverUrl: null,
    event: null,
    runId: null,
    runNumber: null,
    runAttempt: null,
  }
  const report = reportOf([], { context, engine: null, pullRequest: null })
  expect([report.repository, report.event, report.run.url, report.engine]).toEqual([null, null, null, null])
  expect(validate(report)).toBe(true)
})

function expectReasons(
  holder:
    | Report['totals']
    | Report['timings']
    | ReportImage
    | ReportImage['delta']
    | ReportSide
    | ReportImage['probes'][number],
  fields: string,
): void {
  const values = new Map<string, unknown>(Object.entries(holder))
  const missing = fields.split(' ').filter((field) => values.get(field) === null)
  const known = fields.split(' ').filter((field) => values.get(field) !== null)
  expect(Object.keys(holder.unknown)).toEqual(expect.arrayContaining(missing))
  expect(Object.keys(holder.unknown).filter((field) => known.includes(field))).toEqual([])
}
