import { expect, test } from '@jest/globals'
import { diffOwners } from '../../../src/diff/diff-owners.ts'
import type { OwnerBytes } from '../../../src/inspect/owners/owner.ts'
import { anImage, anOwner } from '../judge/build-facts.ts'

const packageOf = (name: string, version: string, bytes: number): OwnerBytes =>
  anOwner({ kind: 'package', manager: 'dpkg', name, version, requested: true, path: null, bytes })
const imageOf = (...owners: OwnerBytes[]) =>
  anImage({ size: owners.reduce((sum, { bytes }) => sum + bytes, 0), owners })

test('owners are joined by kind, manager and name, the largest difference first', () => {
  const before = imageOf(packageOf('gcc', '12', 700), packageOf('git', '1', 50), anOwner({ bytes: 9 }))
  const after = imageOf(packageOf('git', '2', 60), packageOf('curl', '7', 20), anOwner({ bytes: 9 }))
  const { owners } = diffOwners(before, after)
  expect(
    owners?.map(({ name, version, before: old, after: now, delta }) => [name, version, old, now, delta]),
  ).toEqual([
    ['gcc', { before: '12', after: null }, 700, 0, -700],
    ['curl', { before: null, after: '7' }, 0, 20, 20],
    ['git', { before: '1', after: '2' }, 50, 60, 10],
    ['1', { before: null, after: null }, 9, 9, 0],
  ])
  expect(owners?.at(-1)?.kind).toBe('unchanged')
})

test('another version of the same size is a change', () => {
  const { owners } = diffOwners(imageOf(packageOf('git', '1', 50)), imageOf(packageOf('git', '2', 50)))
  expect(owners).toMatchObject([{ kind: 'package', version: { before: '1', after: '2' }, delta: 0 }])
})

test('without the owners of a side there are none, with the reason', () => {
  const unread = { owners: null, ownersProblem: 'the engine was gone' }
  expect(diffOwners(anImage(unread), anImage())).toEqual(unread)
  expect(diffOwners(anImage(), anImage(unread))).toEqual(unread)
})

test('owners that do not add up to the live bytes are a bug', () => {
  const wrong = anImage({ size: 100, owners: [anOwner({ bytes: 99 })] })
  expect(() => diffOwners(anImage({ size: 100 }), wrong)).toThrow('add up to -1 bytes')
})
