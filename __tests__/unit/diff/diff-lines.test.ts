import { expect, test } from '@jest/globals'
import { alignLayers } from '../../../src/diff/align-layers.ts'
import { diffLines } from '../../../src/diff/diff-lines.ts'
import type { Image, Layer } from '../../../src/inspect/image.ts'
import { anImage } from '../judge/build-facts.ts'

type Row = [instruction: string | null, line: number | null, size: number, over?: Partial<Layer>]

function imageOf(rows: readonly Row[], baseIsKnown = true): Image {
  const layers = rows.map(([instruction, line, size, over]): Layer => {
    const where = { file: 'Dockerfile', stage: null, copyFrom: null }
    const place = line === null ? null : { ...where, line, endLine: line }
    const diffId = `sha256:${instruction} ${size}`
    return {
      diffId,
      size,
      live: size,
      wasted: 0,
      contentDigest: null,
      instruction,
      place,
      base: false,
      cached: false,
      ...over,
    }
  })
  const baseSize = layers.filter(({ base }) => base).reduce((sum, { size }) => sum + size, 0)
  const size = layers.reduce((sum, layer) => sum + layer.size, 0)
  return anImage({ size, layers, baseSize: baseIsKnown ? baseSize : null })
}

/** One line a row: state, instruction, `line:bytes` of both sides, delta. */
function shown(before: Image, after: Image): string[] {
  const rows = diffLines(before, after, alignLayers(before.layers, after.layers))
  expect(rows.reduce((sum, { delta }) => sum + delta, 0)).toBe(after.size - before.size)
  return rows.map((row) => {
    const [old, now] = [row.before, row.after].map((side) => (side ? `${side.line}:${side.bytes}` : '-'))
    return `${row.state} ${row.instruction} ${old} ${now} ${row.delta}`
  })
}

const base = (name: string, size: number): Row => [name, null, size, { base: true }]

test('an instruction that moved to another line is one row, and the base image another', () => {
  const before = imageOf([
    base('ADD rootfs', 70),
    base('RUN python', 30),
    ['RUN apt-get', 12, 500],
    ['COPY . .', 14, 5],
  ])
  const after = imageOf([
    base('ADD rootfs', 70),
    base('RUN python', 30),
    ['RUN apt-get', 9, 500],
    ['COPY . .', 11, 6],
  ])
  expect(shown(before, after)).toEqual([
    'same base image null:100 null:100 0',
    'same RUN apt-get 12:500 9:500 0',
    'changed COPY . . 14:5 11:6 1',
  ])
})

test('lines that are only on one side are added or removed, and a base that grew is changed', () => {
  const before = imageOf([base('ADD rootfs', 70), ['RUN pip install x', 4, 20]])
  const after = imageOf([base('ADD rootfs', 75), ['COPY /x /x', 7, 8]])
  expect(shown(before, after)).toEqual([
    'changed base image null:70 null:75 5',
    'removed RUN pip install x 4:20 - -20',
    'added COPY /x /x - 7:8 8',
  ])
})

test('a layer without a line is a row by its instruction', () => {
  const one = imageOf([
    ['RUN trigger', null, 3],
    [null, null, 2],
  ])
  expect(shown(one, imageOf([['RUN trigger', null, 3]]))).toEqual([
    'same RUN trigger null:3 null:3 0',
    'removed null null:2 - -2',
  ])
})

test('a layer that became part of the base image leaves its line', () => {
  const before = imageOf([base('ADD rootfs', 70), ['RUN apt-get', 5, 30]])
  const after = imageOf([base('ADD rootfs', 70), base('RUN apt-get', 30)])
  expect(shown(before, after)).toEqual([
    'changed base image null:70 null:100 30',
    'removed RUN apt-get 5:30 - -30',
  ])
  expect(shown(after, before)).toEqual([
    'changed base image null:100 null:70 -30',
    'added RUN apt-get - 5:30 30',
  ])
})

test('where the base of a side is not known, its layers that are the base of the other are too', () => {
  const before = imageOf(
    [
      ['ADD rootfs', null, 70],
      ['COPY a /', null, 1],
    ],
    false,
  )
  const after = imageOf([base('ADD rootfs', 70), ['COPY b /', 3, 2]])
  expect(shown(before, after)).toEqual(['same base image null:70 null:70 0', 'changed COPY b / null:1 3:2 1'])
})

test('stage and source of a COPY --from come along', () => {
  const place = { file: 'Dockerfile', line: 3, endLine: 3, stage: 'run', copyFrom: 'builder' }
  const after = imageOf([['COPY /x /x', 3, 8, { place }]])
  const rows = diffLines(imageOf([]), after, alignLayers([], after.layers))
  expect(rows).toMatchObject([{ stage: 'run', copyFrom: 'builder', state: 'added', before: null }])
})

test('rows that do not add up are refused', () => {
  const after = imageOf([['COPY /x /x', 3, 8]])
  expect(() => diffLines(imageOf([]), after, [])).toThrow('add up to 0 bytes, not to 8')
})
