import { expect, test } from '@jest/globals'
import { archiveName, followLinks, linkedName } from '../../../../src/inspect/archive/archive-name.ts'

test.each([
  ['./index.json', 'index.json'],
  ['/blobs/sha256/a', 'blobs/sha256/a'],
  ['a//b/../c/', 'a/c/'],
  ['../../etc/passwd', 'etc/passwd'],
])('%s is %s', (written, name) => {
  expect(archiveName(written)).toBe(name)
})

test.each([
  ['a/layer.tar', '../b/layer.tar', 'symlink', 'b/layer.tar'],
  ['a/layer.tar', '/b/layer.tar', 'symlink', 'b/layer.tar'],
  ['a/layer.tar', 'b/layer.tar', 'hardlink', 'b/layer.tar'],
  ['a', '../../../b', 'symlink', 'b'],
] as const)('the link %s to %s, a %s, leads to %s', (name, target, type, to) => {
  expect(linkedName(name, target, type)).toBe(to)
})

test('links are followed, and a circle leads nowhere', () => {
  const links = new Map([
    ['a', 'b'],
    ['b', 'c'],
    ['x', 'y'],
    ['y', 'x'],
  ])
  expect(followLinks('a', links)).toBe('c')
  expect(followLinks('c', links)).toBe('c')
  expect(followLinks('x', links)).toBe('')
})
