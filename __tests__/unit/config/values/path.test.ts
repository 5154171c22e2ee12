import { expect, test } from '@jest/globals'
import { readContainerPath, readPath } from '../../../../src/config/values/path.ts'

test.each([
  ['.', '.'],
  ['./', '.'],
  ['docker/Dockerfile', 'docker/Dockerfile'],
  ['./a/../b/', 'b'],
  ['a//b', 'a/b'],
  ['..a', '..a'],
])('%s is %s', (text, value) => {
  expect(readPath(text)).toEqual({ value })
})

test.each([
  ['', 'the path is empty; expected one relative to the repository root.', '.'],
  ['a\0b', 'the path has a NUL character in it.', null],
  [
    '/etc/passwd',
    '"/etc/passwd" is absolute; expected a path relative to the repository root.',
    'etc/passwd',
  ],
  ['/', '"/" is absolute; expected a path relative to the repository root.', '.'],
  ['C:\\x', '"C:\\\\x" is absolute; expected a path relative to the repository root.', 'x'],
  ['..', '".." leaves the repository; expected a path below its root.', '.'],
  ['a/../../b', '"a/../../b" leaves the repository; expected a path below its root.', '.'],
  [
    'https://github.com/a/b.git',
    '"https://github.com/a/b.git" is a URL; expected a path in the checkout, relative to the repository root.',
    '.',
  ],
  ['a'.repeat(256), `"${'a'.repeat(79)}…" is longer than a path can be.`, null],
  ['a/'.repeat(600), `"${'a/'.repeat(39)}a…" is longer than a path can be.`, null],
])('%.40s is refused', (text, wrong, write) => {
  expect(readPath(text)).toEqual({ wrong, write })
})

test('a path in the container is absolute and does not go up', () => {
  expect(readContainerPath('/workspace/')).toEqual({ value: '/workspace' })
  expect(readContainerPath('/')).toEqual({ value: '/' })
  for (const text of ['workspace', '/a/../b', '/a\0']) {
    expect(readContainerPath(text)).toEqual({
      wrong: `${JSON.stringify(text)} is not a path in the container; expected an absolute one without "..".`,
      write: '/workspace',
    })
  }
})
