import { expect, test } from '@jest/globals'
import { compositionOf } from '../../../src/report/composition.ts'
import { compositionBars } from '../../../src/report/composition-bars.ts'
import type { Composition, ReportImage, ReportSide } from '../../../src/report/report.ts'
import { anOwner } from '../judge/build-facts.ts'
import { cases } from './cases.ts'

const packages = (manager: string, bytes: number): Composition => ({ kind: 'package', manager, bytes })
const directories = (bytes: number): Composition => ({ kind: 'directory', manager: null, bytes })

function image(
  before: readonly Composition[] | null,
  after: readonly Composition[] | null,
  wasted = 0,
): ReportImage {
  const [like] = cases.growth!().images
  const side = (composition: readonly Composition[] | null): ReportSide => ({
    ...like!.after!,
    composition,
    wasted,
  })
  return { ...like!, before: before && side(before), after: side(after) }
}

test('live bytes by kind of owner, packages by their manager', () => {
  const owners = [
    anOwner({ kind: 'package', manager: 'dpkg', name: 'a', bytes: 5 }),
    anOwner({ kind: 'package', manager: 'python', name: 'b', bytes: 9 }),
    anOwner({ kind: 'package', manager: 'dpkg', name: 'c', bytes: 6 }),
    anOwner({ kind: 'cache', manager: 'apt', name: 'd', bytes: 1 }),
    anOwner({ kind: 'cache', manager: 'pip', name: 'e', bytes: 2 }),
  ]
  expect(compositionOf(owners)).toEqual([
    packages('dpkg', 11),
    packages('python', 9),
    { kind: 'cache', manager: null, bytes: 3 },
  ])
  expect(compositionOf(null)).toBe(null)
})

test('all bars have one scale, and what is more than nothing is seen', () => {
  const bars = compositionBars(
    image([packages('dpkg', 800), directories(1)], [packages('dpkg', 400), directories(0)], 100),
    8,
  )
  expect(bars).toEqual([
    {
      title: 'dpkg packages',
      before: { blocks: '████████', bytes: '800 B' },
      after: { blocks: '████', bytes: '400 B' },
    },
    { title: 'wasted', before: { blocks: '█', bytes: '100 B' }, after: { blocks: '█', bytes: '100 B' } },
    { title: 'other files', before: { blocks: '▏', bytes: '1 B' }, after: { blocks: '', bytes: '0 B' } },
  ])
})

test('beyond six parts the rest is one, and all bytes are somewhere', () => {
  const many = Array.from({ length: 9 }, (_, index) => packages(`manager${index}`, 100 - index))
  const bars = compositionBars(image(null, many), 10)
  expect(bars).toHaveLength(7)
  expect(bars.at(-1)).toEqual({
    title: 'the rest',
    before: null,
    after: { blocks: '██████████', bytes: '279 B' },
  })
})

test('without the owners of a side there is no picture', () => {
  expect(compositionBars(image([directories(1)], null), 10)).toEqual([])
  expect(compositionBars(image(null, null), 10)).toEqual([])
})
