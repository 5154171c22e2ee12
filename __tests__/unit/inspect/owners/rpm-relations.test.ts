import { expect, test } from '@jest/globals'
import { rpmPackages } from '../../../../src/inspect/owners/rpm/rpm.ts'
import { type RpmPackage, readRpmPackage } from '../../../../src/inspect/owners/rpm/rpm-package.ts'
import { rpmRelations } from '../../../../src/inspect/owners/rpm/rpm-relations.ts'
import { database } from './rpm-databases/database.ts'

/** A header with arrays of texts by their tag, as rpm writes it: index entries of 16 bytes, then the data. */
function header(values: Readonly<Record<number, readonly string[]>>): Buffer {
  const index: number[] = []
  let data = ''
  for (const [tag, texts] of Object.entries(values)) {
    index.push(Number(tag), 8, data.length, texts.length)
    data += texts.map((text) => `${text}\0`).join('')
  }
  const head = Buffer.alloc(8 + index.length * 4)
  for (const [at, value] of [index.length / 4, data.length, ...index].entries())
    head.writeUInt32BE(value, at * 4)
  return Buffer.concat([head, Buffer.from(data, 'latin1')])
}

/** Tags: 1000 name, 1001 version, 1002 release, 1022 architecture, 1027 paths. */
function packageOf(
  name: string,
  more: Readonly<Record<number, readonly string[]>>,
  arch = 'x86_64',
): RpmPackage {
  const own = { 1000: [name], 1001: ['1'], 1002: ['1'], 1022: [arch] }
  return readRpmPackage(header({ ...own, ...more })) as RpmPackage
}

test('what a package requires, recommends, supplements and provides, and a path that another one has', () => {
  const app = packageOf('app', {
    1049: ['libz.so.1()(64bit)', '/usr/bin/sh', 'rpmlib(FileDigests)', 'libz.so.1()(64bit)'],
    5046: ['docs'],
    5052: ['shell'],
  })
  const shell = packageOf('shell', {
    1047: ['shell', 'shell(x86-64)'],
    1027: ['/usr/bin/sh', '/usr/bin/other'],
  })
  const relations = rpmRelations([app, shell], () => false)
  expect(relations.get(app)).toEqual({
    needs: [['libz.so.1()(64bit)'], ['/usr/bin/sh']],
    wants: [['docs']],
    provides: [],
    neededBy: [],
    wantedBy: ['shell'],
  })
  expect(relations.get(shell)?.provides).toEqual(['shell', 'shell(x86-64)', '/usr/bin/sh'])
})

test('a package of a foreign architecture does not answer to its bare name', () => {
  const foreign = packageOf('libfoo', { 1047: ['libfoo', 'libfoo(x86-32)'] }, 'i686')
  expect(rpmRelations([foreign], () => true).get(foreign)?.provides).toEqual(['libfoo(x86-32)'])
})

test('a real database says what its packages provide', () => {
  const files = new Map([['/var/lib/rpm/rpmdb.sqlite', database('rpmdb.sqlite').toString('latin1')]])
  const provided = rpmPackages(files).shipped.map(({ owner, relations }) => [owner.name, relations?.provides])
  expect(Object.fromEntries(provided)).toEqual({
    'empty-meta': expect.arrayContaining(['empty-meta']),
    hello: expect.arrayContaining(['hello', 'config(hello)']),
    libfoo: expect.arrayContaining(['libfoo', 'libfoo(x86-64)']),
    'libfoo.i686': ['libfoo(x86-32)'],
    many: expect.arrayContaining(['many']),
  })
})
