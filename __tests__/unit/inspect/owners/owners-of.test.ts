import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { found, owners, type TestFiles } from './tree.ts'

const status = (...stanzas: string[]): string =>
  stanzas.map((text) => `${text}\nStatus: install ok installed\n`).join('\n')

test('a package of dpkg owns what its list names, through links of a merged /usr', () => {
  expect(
    owners({
      '/bin': '-> usr/bin',
      '/usr/bin/git': 100,
      '/usr/bin/git-shell': '-> git',
      '/usr/bin/mine': 7,
      '/var/lib/dpkg/status': status('Package: git\nArchitecture: amd64\nVersion: 1:2.39'),
      '/var/lib/dpkg/info/git.list': '/.\n/bin\n/bin/git\n/bin/git-shell\n/bin/absent\n',
    }),
  ).toEqual([
    'directory /: 7',
    'directory /usr/bin: 7',
    expect.stringMatching(/^generated dpkg dpkg database: \d+$/),
    'package dpkg git 1:2.39: 103',
  ])
})

test('a foreign architecture is named, and shared files belong to the native one', () => {
  expect(
    owners({
      '/usr/lib/a': 10,
      '/usr/lib/b': 20,
      '/usr/share/doc': 3,
      '/var/lib/dpkg/status': status(
        'Package: libc6\nArchitecture: i386\nVersion: 2',
        'Package: libc6\nArchitecture: amd64\nVersion: 2',
        'Package: dpkg\nArchitecture: amd64\nVersion: 1',
      ),
      '/var/lib/dpkg/info/libc6:amd64.list': '/usr/lib/a\n/usr/share/doc',
      '/var/lib/dpkg/info/libc6:i386.list': '/usr/lib/b\n/usr/share/doc',
    }).slice(1),
  ).toEqual(['package dpkg libc6 2: 13', 'package dpkg libc6:i386 2: 20'])
})

test('a diverted file belongs to the package that shipped it, the other to the one that diverts', () => {
  expect(
    owners({
      '/usr/bin/sh': 5,
      '/usr/bin/sh.old': 50,
      '/var/lib/dpkg/diversions': '/usr/bin/sh\n/usr/bin/sh.old\nnew\n',
      '/var/lib/dpkg/status': status('Package: new\nArchitecture: all', 'Package: old\nArchitecture: all'),
      '/var/lib/dpkg/info/new.list': '/usr/bin/sh',
      '/var/lib/dpkg/info/old.list': '/usr/bin/sh',
    }).slice(1),
  ).toEqual(['package dpkg new: 5', 'package dpkg old: 50'])
})

test('apt says what came along; without its word nothing is said', () => {
  const files = {
    '/a': 1,
    '/b': 1,
    '/c': 1,
    '/var/lib/dpkg/status': status(
      'Package: a\nArchitecture: amd64',
      'Package: b\nArchitecture: all',
      'Package: c\nArchitecture: amd64',
    ),
    '/var/lib/dpkg/info/a.list': '/a',
    '/var/lib/dpkg/info/b.list': '/b',
    '/var/lib/dpkg/info/c.list': '/c',
  }
  const states =
    'Package: a\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: b\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: c\nArchitecture: amd64\nAuto-Installed: 0\n'
  const requested = (image: TestFiles) =>
    found(image)
      .filter(({ kind }) => kind === 'package')
      .map((owner) => owner.requested)
  expect(requested({ ...files, '/var/lib/apt/extended_states': states })).toEqual([false, false, true])
  expect(requested(files)).toEqual([null, null, null])
})

test('packages that are not installed own nothing, those with configuration files left own these', () => {
  expect(
    owners({
      '/etc/left': 4,
      '/gone': 9,
      '/var/lib/dpkg/status':
        'Package: left\nStatus: deinstall ok config-files\nArchitecture: all\n\nPackage: gone\nStatus: purge ok not-installed\n',
      '/var/lib/dpkg/info/left.list': '/etc/left',
      '/var/lib/dpkg/info/gone.list': '/gone',
    }),
  ).toEqual(['directory /: 9', expect.stringContaining('dpkg database'), 'package dpkg left: 4'])
})

test('an image without dpkg has its packages in status.d, and the checksums are the list', () => {
  expect(
    owners({
      '/usr/lib/libssl.so': 30,
      '/var/lib/dpkg/status.d/bGlic3Ns': 'Package: libssl3\nVersion: 3.0\n',
      '/var/lib/dpkg/status.d/bGlic3Ns.md5sums': `${'a'.repeat(32)}  usr/lib/libssl.so\n`,
    }).slice(1),
  ).toEqual(['package dpkg libssl3 3.0: 30'])
})

test.each(['/lib/apk/db', '/usr/lib/apk/db'])('packages of apk in %s, with files of the root', (place) => {
  const installed =
    'C:Q1\nP:busybox\nV:1.36-r1\nF:\nR:init\nF:bin\nM:0:0:755\nR:busybox\na:0:0:755\n\nP:musl\nV:1.2\nF:lib\nR:ld.so\n\n'
  const image = {
    '/init': 2,
    '/bin/busybox': 100,
    '/lib/ld.so': 50,
    '/etc/apk/world': 'busybox>1.0 alpine-keys\n',
    [`${place}/installed`]: installed,
  }
  expect(owners(image)).toEqual([
    'directory /etc/apk: 24',
    `generated apk apk database: ${installed.length}`,
    'package apk busybox 1.36-r1: 102',
    'package apk musl 1.2: 50',
  ])
  expect(found(image).map(({ name, requested }) => [name, requested])).toEqual(
    expect.arrayContaining([
      ['busybox', true],
      ['musl', false],
    ]),
  )
})

test('packages of pacman', () => {
  expect(
    owners({
      '/usr/bin/zsh': 11,
      '/var/lib/pacman/local/zsh-5.9-1/desc': '%NAME%\nzsh\n\n%VERSION%\n5.9-1\n\n%REASON%\n1\n',
      '/var/lib/pacman/local/zsh-5.9-1/files': '%FILES%\nusr/\nusr/bin/\nusr/bin/zsh\n\n%BACKUP%\n',
    }).at(-1),
  ).toBe('package pacman zsh 5.9-1: 11')
})

test('a distribution of Python owns what RECORD names, scripts and compiled files with it', () => {
  const site = '/usr/lib/python3/site-packages'
  const record = `foo/a.py,sha256=x,1\n../../../bin/foo,,\n"foo/b,""c"".txt",,\nFoo_Bar-1.2.dist-info/RECORD,,\n`
  expect(
    owners({
      [`${site}/foo/a.py`]: 1,
      [`${site}/foo/__pycache__/a.cpython-311.pyc`]: 10,
      [`${site}/foo/__pycache__/a.cpython-311.opt-1.pyc`]: 100,
      [`${site}/foo/b,"c".txt`]: 1000,
      [`${site}/other/__pycache__/x.cpython-311.pyc`]: 7,
      '/usr/bin/foo': 10_000,
      [`${site}/Foo_Bar-1.2.dist-info/RECORD`]: record,
    }),
  ).toEqual(['generated python __pycache__: 7', `package python foo-bar 1.2: ${11_111 + record.length}`])
})

test('REQUESTED marks what was asked for, and without any mark nothing is said', () => {
  const image = {
    '/s/a-1.dist-info/RECORD': 'a-1.dist-info/RECORD,,',
    '/s/b-1.dist-info/RECORD': 'b-1.dist-info/RECORD,,',
  }
  const requested = (files: TestFiles) =>
    found(files).flatMap((one) => (one.manager === 'python' ? [one.requested] : []))
  expect(requested(image)).toEqual([null, null])
  expect(requested({ ...image, '/s/b-1.dist-info/REQUESTED': '' })).toEqual([false, true])
})

test('a distribution without RECORD owns the modules that it names', () => {
  expect(
    owners({
      '/s/old-1.0-py3.11.egg-info/top_level.txt': 'old\n../etc\n',
      '/s/old/deep/a.py': 20,
      '/s/old.py': 3,
      '/etc/x': 1,
    }),
  ).toEqual(['directory /etc: 1', 'package python old 1.0: 34'])
})

test('the nearest node_modules decides, and the lock file of npm knows the version', () => {
  const lock = JSON.stringify({
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/b': { version: '2.0.0' },
    },
  })
  expect(
    owners({
      '/app/index.js': 1,
      '/app/node_modules/.package-lock.json': lock,
      '/app/node_modules/.bin/a': 2,
      '/app/node_modules/a/index.js': 10,
      '/app/node_modules/a/node_modules/b/index.js': 100,
      '/app/node_modules/@s/c/index.js': 1000,
      '/opt/node_modules/b/index.js': 10_000,
    }),
  ).toEqual([
    `directory /app/node_modules: ${lock.length + 2}`,
    'directory /app: 1',
    'package node @s/c: 1000',
    'package node a 1.0.0: 10',
    'package node b 2.0.0: 10100',
  ])
})

test('the package of the system comes first, then the deepest of a language', () => {
  expect(
    owners({
      '/s/gui/node_modules/left/a.js': 5,
      '/s/gui/node_modules/right/a.js': 6,
      '/s/gui-1.dist-info/RECORD': 'gui/node_modules/left/a.js,,\ngui/node_modules/right/a.js,,\n',
      '/var/lib/dpkg/status': status('Package: node-right\nArchitecture: all'),
      '/var/lib/dpkg/info/node-right.list': '/s/gui/node_modules/right/a.js',
    }),
  ).toEqual([
    expect.stringContaining('dpkg database'),
    'package dpkg node-right: 6',
    'package node left: 5',
    'package python gui 1: 59',
  ])
})

test('caches and generated files are known by their place', () => {
  expect(
    owners({
      '/var/lib/apt/lists/x': 1,
      '/var/cache/apt/archives/a.deb': 2,
      '/var/cache/apt/pkgcache.bin': 3,
      '/var/cache/debconf/templates.dat': 4,
      '/etc/ld.so.cache': 5,
      '/root/.cache/pip/http/x': 6,
      '/home/me/.npm/_cacache/x': 7,
      '/usr/local/cargo/registry/x': 8,
      '/root/go/pkg/mod/x': 9,
      '/src/.git/objects/x': 10,
      '/src/.gitignore': 11,
    }),
  ).toEqual([
    'cache apt apt archives: 2',
    'cache apt apt lists: 1',
    'cache apt apt package index: 3',
    'cache cargo cargo cache: 8',
    'cache git .git: 10',
    'cache go go module cache: 9',
    'cache node npm cache: 7',
    'cache python pip cache: 6',
    'directory /src: 11',
    'generated dpkg debconf cache: 4',
    'generated ldconfig ldconfig cache: 5',
  ])
})

test('the names of one inode count once, for the strongest claim', () => {
  expect(
    owners({
      '/a/one': 40,
      '/b/two': '=> a/one',
      '/c/node_modules/p/three': '=> a/one',
      '/z/four': 2,
      '/y/five': '=> z/four',
    }),
  ).toEqual(['directory /y: 2', 'package node p: 40'])
})

test('the owners add up to the live bytes whatever the databases say', () => {
  const part = fc.constantFrom(
    'usr',
    'lib',
    'node_modules',
    '__pycache__',
    'a.py',
    'a.x.pyc',
    'b-1.dist-info',
    '.git',
  )
  const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`)
  const lists = fc.array(path, { maxLength: 20 })
  fc.assert(
    fc.property(fc.dictionary(path, fc.nat(1000)), lists, (files, listed) => {
      const image = {
        ...files,
        '/var/lib/dpkg/status': status('Package: p\nArchitecture: all'),
        '/var/lib/dpkg/info/p.list': listed.join('\n'),
      }
      expect(() => found(image)).not.toThrow()
    }),
    { numRuns: 300 },
  )
})

test('packages that nest a thousand deep, over many files, take no time', () => {
  const chain = 'node_modules/a/'.repeat(1000)
  const files = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`/${chain}${index}`, 1]))
  const began = performance.now()
  expect(owners(files)).toEqual(['package node a: 500'])
  expect(performance.now() - began).toBeLessThan(10_000)
})
