import { expect, test } from '@jest/globals'
import type { Image } from '../../../src/inspect/image.ts'
import { engineLines, isEngineWorthALine } from '../../../src/report/engine-lines.ts'
import type { ReportImage } from '../../../src/report/report.ts'
import { aDiff, anImage, factsOf } from '../judge/build-facts.ts'
import { judged, reportOf } from './cases.ts'

const same = 'The engine counts the same bytes: the content of every layer, uncompressed.'
const links =
  'Of a layer that BuildKit built this engine counts the files only; the size here counts the targets of symbolic links too, as the engine does for an image that it pulled.'

test('what is true of both sides is said once', () => {
  const image = reported({}, {})
  expect(engineLines(image)).toEqual([
    'Before: the same 578 MB.',
    'After: the same 578 MB.',
    `${same} Measured from the layers of an exported image.`,
  ])
  expect(isEngineWorthALine(image)).toBe(false)
})

test('what differs between the sides stands with its side, and no two numbers print alike', () => {
  const image = reported({}, { engineSize: { inspect: null, list: 578_280_186 } })
  expect(engineLines(image)).toEqual([
    `Before: the same 578 MB. ${same} Measured from the layers of an exported image.`,
    `After: 578,280,186 B instead of 578,286,697 B. ${links} Measured from the layers of an exported image.`,
  ])
  expect(isEngineWorthALine(image)).toBe(true)
})

test('a slower way that was taken is told with its reason', () => {
  const slower = { fellBack: ['layer metadata: the engine has podman'] }
  const image = reported(slower, slower)
  expect(engineLines(image).at(-1)).toBe(
    `${same} Measured from the layers of an exported image, because a faster way did not serve: layer metadata: the engine has podman.`,
  )
  expect(isEngineWorthALine(image)).toBe(true)
})

function reported(before: Partial<Image>, after: Partial<Image>): ReportImage {
  const size = 578_286_697
  const images = { before: anImage({ size, ...before }), after: anImage({ size, ...after }) }
  const diff = aDiff(images.before, images.after)
  const facts = factsOf({ before: size, after: size }, { ...images, diff })
  return reportOf([judged('x', facts, [])]).images[0]!
}
