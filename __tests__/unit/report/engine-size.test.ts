import { expect, test } from '@jest/globals'
import { engineSizeWhy } from '../../../src/report/engine-size.ts'
import { renderMarkdown } from '../../../src/report/markdown.ts'
import { renderText } from '../../../src/report/text.ts'
import { anImage, aSide, factsOf } from '../judge/build-facts.ts'
import { judged, reportOf } from './cases.ts'

test('an engine that prints the same number is said to', () => {
  expect(engineSizeWhy({ inspect: 5, list: 5 }, 5, 'containerd')).toMatch(/counts the same bytes/)
  expect(engineSizeWhy({ inspect: 5, list: null }, 5, 'classic')).toMatch(/does not list/)
})

test('on the classic store, link targets that BuildKit leaves out are named', () => {
  expect(engineSizeWhy({ inspect: 5, list: 5 }, 6, 'classic')).toMatch(/targets of symbolic links/)
  expect(engineSizeWhy({ inspect: 7, list: 7 }, 6, 'classic')).toMatch(/storage driver/)
})

test('a containerd store is explained where its number differs', () => {
  const facts = factsOf({ before: 0, after: 0 })
  const after = anImage({ size: 861_250_019, engineSize: { inspect: 878_691_046, list: 1_797_305_062 } })
  const image = judged(
    'api',
    { ...facts, pair: { change: 'new', before: null, after: aSide() }, before: null, after, diff: null },
    [],
  )
  const report = reportOf([image], { engine: { ...engine, store: 'containerd' } })
  const markdown = renderMarkdown(report, { budget: { characters: 60_000, bytes: 200_000 } })
  expect(markdown).toContain(
    'After: 1.8 GB instead of 861 MB. The containerd image store adds the compressed layers',
  )
  expect(renderText(report, { colour: false, width: 100 })).toContain(
    'What docker images prints here, and why:\nAfter: 1.8 GB instead of 861 MB. The containerd image store',
  )
})

const engine = {
  version: '29.4.2',
  apiVersion: '1.52',
  store: 'containerd',
  driver: 'overlayfs',
  rootDir: '/var/lib/docker',
  os: 'linux',
  architecture: 'x86_64',
  cpus: 2,
} as const
