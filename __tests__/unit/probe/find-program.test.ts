import { expect, test } from '@jest/globals'
import type { RunConfig } from '../../../src/inspect/image.ts'
import { coveredNames } from '../../../src/probe/covered-names.ts'
import { findProgram, settleProgram } from '../../../src/probe/find-program.ts'
import { searchedDirectories } from '../../../src/probe/search-paths.ts'
import { fileTable, type ShortEntry } from './file-table.ts'

const run: RunConfig = {
  env: ['PATH=/usr/local/bin:/opt/tools', 'LANG=C'],
  entrypoint: null,
  cmd: null,
  user: '',
  workdir: '',
}

function search(name: string, short: Record<string, ShortEntry>, probePath: string | null = null) {
  const files = fileTable(short)
  const found = findProgram(coveredNames(name, false), files, searchedDirectories(files, run, probePath))
  return {
    matches: found.matches.map(({ path, type }) => `${path}: ${type}`),
    nearMisses: found.nearMisses.map(({ path, type }) => `${path}: ${type}`),
    undecided: found.undecided.map(({ match, real }) => `${match.path}: ${real}`),
  }
}

test('a link chain leads to the program, and every link of it is a match', () => {
  expect(
    search('cc', {
      '/usr/bin/cc': '/etc/alternatives/cc',
      '/etc/alternatives/cc': '/usr/bin/gcc-12',
      '/usr/bin/gcc-12': 0o755,
    }).matches,
  ).toEqual(['/usr/bin/cc: link to /usr/bin/gcc-12', '/etc/alternatives/cc: link to /usr/bin/gcc-12'])
})

test('an applet of busybox is a link to a program', () => {
  expect(search('vi', { '/lib/box/vi': '/lib/box/busybox', '/lib/box/busybox': 0o755 }).matches).toEqual([
    '/lib/box/vi: link to /lib/box/busybox',
  ])
})

test.each([
  [
    'a program without its execute bit in a bin',
    { '/usr/bin/gcc': 0o644 },
    '/usr/bin/gcc: file without execute bit',
  ],
  ['in any sbin', { '/srv/x/sbin/gcc': 0o600 }, '/srv/x/sbin/gcc: file without execute bit'],
  ['in a directory of PATH', { '/opt/tools/gcc': 0o644 }, '/opt/tools/gcc: file without execute bit'],
  ['a link to nothing in a bin', { '/usr/bin/gcc': 'gcc-12' }, '/usr/bin/gcc: broken link to gcc-12'],
  ['a loop of links in a bin', { '/usr/bin/gcc': 'gcc' }, '/usr/bin/gcc: broken link to gcc'],
  ['an execute bit anywhere', { '/srv/gcc-12': 0o755 }, '/srv/gcc-12: executable file'],
  [
    'a link to data in a bin',
    { '/usr/bin/gcc': '/srv/data', '/srv/data': 0o644 },
    '/usr/bin/gcc: link to /srv/data',
  ],
])('a match: %s', (_what, short, match) => {
  const found = search('gcc', short)
  expect(found.matches).toEqual([match])
  expect(found.undecided).toEqual([])
})

test('directories of PATH and bin are followed through links', () => {
  expect(search('gcc', { '/opt/tools': '/srv/tools', '/srv/tools/gcc': 0o644 }).matches).toHaveLength(1)
  expect(search('gcc', { '/opt/x/bin': '../real', '/opt/real/gcc': 0o644 }).matches).toHaveLength(1)
  expect(search('gcc', { '/probe/gcc': 0o644 }, '/probe:/x').matches).toHaveLength(1)
  expect(search('gcc', { '/probe/gcc': 0o644 }).matches).toHaveLength(0)
})

test('directories, broken links and devices elsewhere are near misses', () => {
  expect(search('make', { '/usr/share/doc/make': null, '/srv/make': 'gone', '/usr/bin/make': null })).toEqual(
    {
      matches: [],
      nearMisses: [
        '/usr/share/doc/make: directory',
        '/srv/make: broken link to gone',
        '/usr/bin/make: directory',
      ],
      undecided: [],
    },
  )
})

test('the contents decide on a plain file elsewhere, and on what a link leads to', () => {
  const short = {
    '/srv/gcc': 0o644,
    '/srv/gcc-1': 0o644,
    '/srv/gcc-2': 0o644,
    '/srv/gcc-3': 'data',
    '/srv/data': 0o644,
  }
  const files = fileTable(short)
  const found = findProgram(coveredNames('gcc', false), files, searchedDirectories(files, run, null))
  const heads = new Map([
    ['/srv/gcc', Buffer.from('\x7fELF\x02\x01', 'latin1')],
    ['/srv/gcc-1', Buffer.from('#!/bin/sh\n')],
    ['/srv/data', Buffer.from('# completion')],
  ])
  const settled = settleProgram(found, heads)
  expect(settled.matches.map(({ path }) => path)).toEqual(['/srv/gcc', '/srv/gcc-1'])
  expect(settled.nearMisses.map(({ path }) => path)).toEqual(['/srv/gcc-3'])
  expect(settled.open.map(({ path }) => path)).toEqual(['/srv/gcc-2'])
})
