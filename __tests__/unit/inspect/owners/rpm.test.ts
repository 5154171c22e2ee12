import { expect, test } from '@jest/globals'
import { MeasureError } from '../../../../src/inspect/measure-error.ts'
import { rpmPackages } from '../../../../src/inspect/owners/rpm/rpm.ts'
import { wantedFiles } from '../../../../src/inspect/owners/wanted-files.ts'
import { database, listedFiles } from './rpm-databases/database.ts'
import { dependencies, owners, stacked } from './tree.ts'

const content = (name: string): string => database(name).toString('latin1')
const sqlite = content('rpmdb.sqlite')
const directories = /^\/(opt\/many(\/dir\d)?|usr\/share\/(hello|foo)|usr\/lib\/foo-\w+)$/

/** As `NAME VERSION PATH`, sorted. */
function filesOf(path: string, held: 'shipped' | 'ghosts', files: Record<string, string>): string[] {
  const packages = rpmPackages(new Map(Object.entries({ ...files, [path]: files[path] ?? '' })))
  return packages[held]
    .flatMap(({ owner, files: own }) => own.map((file) => `${owner.name} ${owner.version} ${file}`))
    .sort()
}

const listed = listedFiles()
  .filter(({ flags, path }) => !flags.includes('g') && !directories.test(path))
  .map(({ name, version, arch, path }) => `${name}${arch === 'i686' ? '.i686' : ''} ${version} ${path}`)
  .sort()

test.each([
  ['/var/lib/rpm/rpmdb.sqlite', 'rpmdb.sqlite'],
  ['/usr/lib/sysimage/rpm/Packages.db', 'Packages.db'],
  ['/usr/share/rpm/Packages', 'Packages'],
  ['/var/lib/rpm/Packages', 'Packages.big-endian'],
])('%s has the packages and files that rpm lists', (path, name) => {
  const files = { [path]: content(name) }
  expect(listed.length).toBe(81)
  expect(filesOf(path, 'shipped', files)).toEqual(listed)
  expect(filesOf(path, 'ghosts', files)).toEqual(['hello 2:1.0-3.fc40 /var/log/hello.log'])
})

test('what only the write-ahead log has counts', () => {
  const files = {
    '/var/lib/rpm/rpmdb.sqlite': content('logged.sqlite'),
    '/var/lib/rpm/rpmdb.sqlite-wal': content('logged.sqlite-wal'),
  }
  const names = (log: boolean): string[] =>
    rpmPackages(new Map(Object.entries(files).filter(([path]) => log || !path.endsWith('-wal'))))
      .shipped.map(({ owner }) => owner.name)
      .sort()
  expect(names(false)).toEqual(['empty-meta', 'hello', 'libfoo', 'libfoo.i686', 'many'])
  expect(names(true)).toEqual(['empty-meta', 'libfoo', 'libfoo.i686', 'many', 'more'])
})

test('a log counts up to its last complete commit, and one that does not begin as a log is refused', () => {
  const log = database('logged.sqlite-wal')
  const withLog = (wal: Buffer): number =>
    rpmPackages(
      new Map([
        ['/var/lib/rpm/rpmdb.sqlite', content('logged.sqlite')],
        ['/var/lib/rpm/rpmdb.sqlite-wal', wal.toString('latin1')],
      ]),
    ).shipped.filter(({ owner }) => owner.name === 'more').length
  expect(withLog(log.subarray(0, log.length - 1))).toBe(0)
  const torn = Buffer.from(log)
  torn[log.length - 1] = (torn[log.length - 1] as number) ^ 1
  expect(withLog(torn)).toBe(0)
  expect(() => withLog(Buffer.from(log.map((byte, index) => (index === 24 ? byte ^ 1 : byte))))).toThrow(
    MeasureError,
  )
  expect(() => withLog(log.subarray(0, 31))).toThrow(
    '/var/lib/rpm/rpmdb.sqlite: SQLite: its log does not begin as one',
  )
})

test('packages of rpm say what they need: by name, by capability and by a file\u2019s path', () => {
  expect(dependencies({ '/var/lib/rpm/Packages': content('Packages') })).toEqual({
    'rpm empty-meta': [],
    'rpm hello': ['empty-meta?', 'libfoo', 'many'],
    'rpm libfoo': [],
    'rpm libfoo.i686': [],
    'rpm many': ['hello'],
  })
})

test('an owner of rpm has the bytes of its files; a ghost is its own where nothing else knows the file', () => {
  expect(
    owners({
      '/usr/bin/hello': 100,
      '/usr/bin/hi': '-> hello',
      '/usr/share/hello/caf\u00c3\u00a9.txt': 20,
      '/usr/share/hello/mine.txt': 3,
      '/var/log/hello.log': 7,
      '/usr/lib/foo-i686/libfoo.so': 1,
      '/usr/share/foo/data': 2,
      '/var/lib/rpm/rpmdb.sqlite': sqlite,
      '/var/lib/rpm/rpmdb.sqlite-shm': 5,
    }),
  ).toEqual([
    'directory /usr/share: 3',
    `generated rpm rpm database: ${sqlite.length + 5}`,
    'package rpm hello 2:1.0-3.fc40: 132',
    'package rpm libfoo 4.2-1: 2',
    'package rpm libfoo.i686 4.2-1: 1',
  ])
})

test('a file of several architectures is the native one\u2019s, whichever the database has first', () => {
  const names = filesOf('/var/lib/rpm/Packages', 'shipped', { '/var/lib/rpm/Packages': content('Packages') })
  expect(names).toContain('libfoo.i686 4.2-1 /usr/share/foo/data')
  expect(owners({ '/usr/share/foo/data': 2, '/var/lib/rpm/Packages': content('Packages') })).toContain(
    'package rpm libfoo 4.2-1: 2',
  )
})

test('a database that two places share by a link is read once', () => {
  const link = '-> ../../usr/lib/sysimage/rpm'
  const files = { '/usr/lib/sysimage/rpm/Packages.db': content('Packages.db'), '/var/lib/rpm': link }
  expect(wantedFiles(stacked(files)).map(({ path }) => path)).toEqual(['/usr/lib/sysimage/rpm/Packages.db'])
})

test('an empty database holds no packages, a broken one is named', () => {
  expect(owners({ '/a': 1, '/var/lib/rpm/Packages': '' })).toEqual(['directory /: 1'])
  const half = sqlite.slice(0, 20_000)
  expect(() => owners({ '/a': 1, '/var/lib/rpm/rpmdb.sqlite': half })).toThrow(
    /^\/var\/lib\/rpm\/rpmdb\.sqlite: SQLite: it names page \d+ and has 4$/,
  )
  expect(() => owners({ '/var/lib/rpm/Packages': 'none' })).toThrow('/var/lib/rpm/Packages: Berkeley DB: ')
  expect(() => owners({ '/var/lib/rpm/Packages.db': 'none' })).toThrow('/var/lib/rpm/Packages.db: ndb: ')
})
