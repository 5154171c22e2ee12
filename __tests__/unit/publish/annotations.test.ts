import { expect, test } from '@jest/globals'
import type { Finding } from '../../../src/judge/judgement.ts'
import { annotationsOf } from '../../../src/publish/annotations.ts'
import { imageOf, reportOf } from '../../doubles/report.ts'

const finding = (facts: Partial<Finding> = {}): Finding => ({
  rule: 'max-size',
  level: 'error',
  side: 'after',
  message: 'too big',
  bytes: null,
  paths: [],
  fixes: [],
  inBefore: null,
  ...facts,
})

test('a finding stands on its line of the Dockerfile', () => {
  const findings = [finding({ paths: [{ path: 'docker/Dockerfile', line: 4 }] })]
  expect(annotationsOf(reportOf({ findings }))).toEqual([
    { level: 'error', title: 'Image size', message: 'too big', file: 'docker/Dockerfile', line: 4 },
  ])
})

test.each([
  ['a file without a line', finding({ paths: [{ path: 'Dockerfile', line: null }] }), 'Dockerfile', null],
  ['a file of the image', finding({ paths: [{ path: '/usr/bin/gcc', line: null }] }), null, null],
  [
    'a fix',
    finding({
      paths: [{ path: '/usr/bin/gcc', line: null }],
      fixes: [{ file: 'Dockerfile', line: 3, endLine: 4, text: 'x', replaces: 'y' }],
    }),
    'Dockerfile',
    3,
  ],
  ['nothing', finding(), null, null],
] satisfies [string, Finding, string | null, number | null][])(
  'the place of a finding with %s',
  (_name, given, file, line) => {
    expect(annotationsOf(reportOf({ findings: [given] }))).toMatchObject([{ file, line }])
  },
)

test('the most serious come first, and several images are told apart', () => {
  const report = reportOf({
    findings: [finding({ level: 'notice' }), finding({ level: 'warning' })],
    otherImages: [imageOf('worker', { findings: [finding()] })],
  })
  expect(annotationsOf(report).map(({ level, title }) => [level, title])).toEqual([
    ['error', 'Image size: worker'],
    ['warning', 'Image size: app'],
    ['notice', 'Image size: app'],
  ])
})

test('at most nine of a level, and the last says how many more there are', () => {
  const findings = [
    ...Array.from({ length: 12 }, (_, index) => finding({ message: `error ${index}` })),
    ...Array.from({ length: 9 }, () => finding({ level: 'warning' })),
  ]
  const annotations = annotationsOf(reportOf({ findings }))
  expect(annotations.filter(({ level }) => level === 'warning')).toHaveLength(9)
  const errors = annotations.filter(({ level }) => level === 'error').map(({ message }) => message)
  expect(errors).toHaveLength(9)
  expect(errors.slice(7)).toEqual(['error 7', '4 more are in the report'])
})
