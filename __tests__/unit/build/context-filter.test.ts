import { expect, test } from '@jest/globals'
import { contextFilter } from '../../../src/build/context-filter.ts'

const paths = [
  'a.log',
  'b.txt',
  'c++/x',
  'dist/drop.js',
  'dist/keep.js',
  'Docs/readme.md',
  'src/a.log',
  'src/deep/b.log',
  'src/main.ts',
  '.git/HEAD',
  'sub/.git',
]
const kept = (rules: string): string[] => paths.filter(contextFilter(rules, '.dockerignore'))
const dropped = (rules: string): string[] => paths.filter((path) => !kept(rules).includes(path))

const rows: [string, string, string[]][] = [
  ['nothing', '', []],
  ['a name only at the top', '*.log', ['a.log']],
  ['any depth', '**/*.log', ['a.log', 'src/a.log', 'src/deep/b.log']],
  ['a suffix at any depth', '**.log', ['a.log', 'src/a.log', 'src/deep/b.log']],
  ['a directory with an exception', 'dist\n!dist/keep.js', ['dist/drop.js']],
  ['the last rule wins', '!dist/keep.js\ndist', ['dist/drop.js', 'dist/keep.js']],
  ['comments, blanks, line ends of Windows, a byte order mark', '\uFEFF# c\r\n\r\n  b.txt  \r\n', ['b.txt']],
  ['case counts', 'docs', []],
  ['leading and trailing slash', '/src/', ['src/a.log', 'src/deep/b.log', 'src/main.ts']],
  ['plus signs are plain', 'c++', ['c++/x']],
  ['every .git', '**/.git', ['.git/HEAD', 'sub/.git']],
]
test.each(rows)('%s', (_, rules, expected) => {
  expect(dropped(rules)).toEqual(expected)
})

test('an exception is known, so that a walk looks below excluded directories', () => {
  expect(contextFilter('dist', 'f').hasExceptions).toBe(false)
  expect(contextFilter('dist\n!dist/keep.js', 'f').hasExceptions).toBe(true)
})

test('a lone exclamation mark is refused with its line', () => {
  expect(() => contextFilter('a\n ! \n', 'docker/Dockerfile.dockerignore')).toThrow(
    'docker/Dockerfile.dockerignore line 2',
  )
})
