import { expect, test } from '@jest/globals'
import { ownersOf } from '../../../../src/inspect/owners/owners-of.ts'
import { dependencies, found, stacked } from './tree.ts'

const status = (...stanzas: string[]): string =>
  stanzas.map((text) => `${text}\nStatus: install ok installed\n`).join('\n')

test('dpkg: alternatives, versions, architectures, virtual names and recommendations', () => {
  const image = {
    '/var/lib/dpkg/status': status(
      'Package: app\nArchitecture: amd64\nPre-Depends: libc6 (>= 2.34) [amd64], gone\nDepends: mta | mail-reader, python3:any (<< 4), awk <!nocheck>\nRecommends: docs,\n perl',
      'Package: exim\nArchitecture: amd64\nProvides: mta (= 4), smtp',
      'Package: mawk\nArchitecture: amd64\nProvides: awk',
      'Package: gawk\nArchitecture: amd64\nProvides: awk\nDepends: libc6',
      'Package: libc6\nArchitecture: amd64',
      'Package: python3\nArchitecture: amd64',
      'Package: perl\nArchitecture: amd64\nSuggests: docs',
      'Package: docs\nArchitecture: all\nDepends: docs, app',
    ),
  }
  expect(dependencies(image)).toEqual({
    'dpkg app': ['docs?', 'exim', 'gawk', 'libc6', 'mawk', 'perl?', 'python3'],
    'dpkg exim': [],
    'dpkg mawk': [],
    'dpkg gawk': ['libc6'],
    'dpkg libc6': [],
    'dpkg python3': [],
    'dpkg perl': [],
    'dpkg docs': ['app'],
  })
})

test('dpkg: a foreign package needs those of its own architecture, or of any', () => {
  const image = {
    '/var/lib/dpkg/status': status(
      'Package: dpkg\nArchitecture: amd64',
      'Package: libc6\nArchitecture: amd64',
      'Package: libc6\nArchitecture: i386',
      'Package: tzdata\nArchitecture: all',
      'Package: tool\nArchitecture: amd64\nMulti-Arch: foreign',
      'Package: wine\nArchitecture: i386\nDepends: libc6, tzdata, tool, dpkg',
    ),
  }
  expect(dependencies(image)['dpkg wine:i386']).toEqual(['libc6:i386', 'tool', 'tzdata'])
})

test('dpkg: of a package that was removed but not purged nothing is said', () => {
  const image = {
    '/var/lib/dpkg/status':
      'Package: left\nStatus: deinstall ok config-files\nArchitecture: all\nDepends: here\n\nPackage: here\nStatus: install ok installed\nArchitecture: all\n',
  }
  expect(dependencies(image)).toEqual({ 'dpkg here': [] })
})

test('apk: libraries, commands, a virtual package without files, and what is installed by itself', () => {
  const image = {
    '/lib/apk/db/installed':
      'P:.build-deps\nV:20240101\nD:gcc musl-dev>=1.2 cmd:make !clang\n\nP:gcc\nD:so:libc.so.6 pc:zlib~1\n\nP:musl\np:so:libc.so.6=1 cmd:ldd=1\n\nP:musl-dev\nD:musl=1.2\n\nP:make\np:cmd:make=4\n\nP:gcc-doc\ni:docs gcc=12\n\nP:zlib-dev\np:pc:zlib=1.3\nD:pkg@edge\n\nP:pkg\n',
    '/etc/apk/world': '.build-deps=20240101\n',
  }
  expect(dependencies(image)).toEqual({
    'apk .build-deps': ['gcc', 'make', 'musl-dev'],
    'apk gcc': ['gcc-doc?', 'musl', 'zlib-dev'],
    'apk musl': [],
    'apk musl-dev': ['musl'],
    'apk make': [],
    'apk gcc-doc': [],
    'apk zlib-dev': ['pkg'],
    'apk pkg': [],
  })
})

test('pacman: dependencies, optional ones and what is provided', () => {
  const desc = (name: string, more = ''): string => `%NAME%\n${name}\n\n%VERSION%\n1-1\n\n${more}`
  const image = {
    '/var/lib/pacman/local/a-1-1/desc': desc(
      'a',
      '%DEPENDS%\nglibc>=2.39\nlibz.so=1-64\n\n%OPTDEPENDS%\nman: to read\n',
    ),
    '/var/lib/pacman/local/glibc-1-1/desc': desc('glibc'),
    '/var/lib/pacman/local/man-1-1/desc': desc('man'),
    '/var/lib/pacman/local/zlib-1-1/desc': desc('zlib', '%PROVIDES%\nlibz.so=1-64\n'),
  }
  expect(dependencies(image)['pacman a']).toEqual(['glibc', 'man?', 'zlib'])
})

test('Python: the header of METADATA, by normalised names, extras as weaker ones', () => {
  const metadata = [
    'Metadata-Version: 2.1',
    'Name: pandas',
    'Requires-Dist: NumPy (>=1.26.0) ; python_version < "3.12"',
    'Requires-Dist: zope.interface[extra]>=5',
    'requires-dist: my__lib @ https://example.org/extra.zip ; os_name == "posix"',
    "Requires-Dist: pytest>=7; extra == 'test'",
    'Requires-Dist: absent',
    '',
    'Requires-Dist: only-in-the-description',
  ].join('\r\n')
  const image = Object.fromEntries(
    ['pandas', 'numpy', 'zope.interface', 'my_lib', 'pytest', 'only_in_the_description'].flatMap((name) => [
      [`/s/${name}-1.dist-info/RECORD`, `${name}/a.py,,`],
      [`/s/${name}-1.dist-info/METADATA`, name === 'pandas' ? metadata : `Name: ${name}\n`],
    ]),
  )
  expect(dependencies(image)['python pandas']).toEqual(['my-lib', 'numpy', 'pytest?', 'zope-interface'])
})

test('npm: the lock file, optional peers as weaker ones, and a link to a part of the project', () => {
  const lock = JSON.stringify({
    packages: {
      'node_modules/a': { dependencies: { b: '1' }, optionalDependencies: { c: '1' } },
      'node_modules/b': {
        peerDependencies: { a: '1', c: '1' },
        peerDependenciesMeta: { c: { optional: true } },
      },
      'node_modules/@me/part': { resolved: 'parts/me', link: true },
      'parts/me': { dependencies: { c: '1' } },
    },
  })
  const image = {
    '/app/package.json': '{"dependencies": {"a": "1"}, "devDependencies": {"c": "1"}}',
    '/app/node_modules/.package-lock.json': lock,
    '/app/node_modules/a/index.js': 1,
    '/app/node_modules/b/index.js': 1,
    '/app/node_modules/c/index.js': 1,
    '/app/node_modules/@me/part': '-> ../../parts/me',
  }
  expect(dependencies(image)).toEqual({
    'node @me/part': ['c'],
    'node a': ['b', 'c?'],
    'node b': ['a', 'c?'],
    'node c': [],
  })
  const requested = found(image).flatMap(({ manager, name, requested }) =>
    manager === 'node' ? [[name, requested]] : [],
  )
  expect(Object.fromEntries(requested)).toEqual({ '@me/part': true, a: true, b: false, c: true })
})

test('npm without a lock file: what lies in a package came with it, and so do the neighbours that pnpm links', () => {
  const store = '/app/node_modules/.pnpm/@s+a@1.0.0(b@2.0.0)/node_modules'
  const image = {
    '/usr/lib/node_modules/npm/index.js': 1,
    '/usr/lib/node_modules/npm/node_modules/abbrev/index.js': 1,
    '/usr/lib/node_modules/npm/lib/node_modules/deep/index.js': 1,
    [`${store}/@s/a/index.js`]: 1,
    [`${store}/b`]: '-> ../../b@2.0.0/node_modules/b',
  }
  expect(dependencies(image)).toEqual({
    'node npm': ['abbrev', 'deep'],
    'node abbrev': [],
    'node deep': [],
    'node @s/a': ['b'],
    'node b': [],
  })
  expect(found(image).map(({ name, requested }) => [name, requested])).toEqual(
    expect.arrayContaining([
      ['npm', null],
      ['abbrev', false],
    ]),
  )
})

test('conda, Composer and .NET say what they need, and .NET what the project asked for', () => {
  const conda = (name: string, depends: string[]) =>
    JSON.stringify({ name, version: '1', depends, files: [] })
  const image = {
    '/c/conda-meta/numpy-1-0.json': conda('numpy', [
      'python >=3.11,<3.12.0a0',
      'libblas=3 *openblas',
      '__glibc',
    ]),
    '/c/conda-meta/python-1-0.json': conda('python', []),
    '/c/conda-meta/libblas-1-0.json': conda('libblas', []),
    '/app/vendor/composer/installed.json': JSON.stringify({
      packages: [
        { name: 'a/a', version: '1', 'install-path': '../a/a', require: { php: '>=8', 'b/b': '^1' } },
        { name: 'b/b', version: '1', 'install-path': '../b/b' },
      ],
    }),
    '/srv/web.deps.json': JSON.stringify({
      targets: {
        '.NETCoreApp,Version=v8.0': {
          'web/1.0.0': { dependencies: { Serilog: '3.0.0' } },
          'Serilog/3.0.0': { dependencies: { 'Serilog.Sinks': '1.0.0' }, runtime: { 'lib/Serilog.dll': {} } },
          'Serilog.Sinks/1.0.0': { runtime: { 'lib/Serilog.Sinks.dll': {} } },
        },
      },
      libraries: {
        'web/1.0.0': { type: 'project' },
        'Serilog/3.0.0': { type: 'package' },
        'Serilog.Sinks/1.0.0': { type: 'package' },
      },
    }),
    '/srv/Serilog.dll': 1,
    '/srv/Serilog.Sinks.dll': 1,
  }
  expect(dependencies(image)).toEqual({
    'conda numpy': ['libblas', 'python'],
    'conda python': [],
    'conda libblas': [],
    'php a/a': ['b/b'],
    'php b/b': [],
    'dotnet Serilog': ['Serilog.Sinks'],
    'dotnet Serilog.Sinks': [],
  })
  const requested = found(image).flatMap(({ manager, name, requested }) =>
    manager === 'dotnet' ? [[name, requested]] : [],
  )
  expect(Object.fromEntries(requested)).toEqual({ Serilog: true, 'Serilog.Sinks': false })
})

test('a file that only explains is not read when it is large or broken', () => {
  const image = {
    '/app/package.json': `{"dependencies": {"a": "1"}}${' '.repeat(300_000)}`,
    '/app/node_modules/a/index.js': 1,
    '/b/package.json': '[',
    '/s/c-1.dist-info/RECORD': 'c.py,,',
    '/s/c-1.dist-info/METADATA': `Requires-Dist: d\nLicense: ${'x'.repeat(300_000)}\n`,
    '/s/d-1.dist-info/RECORD': 'd.py,,',
    '/b/node_modules/b/index.js': 1,
  }
  expect(found(image).filter(({ manager }) => manager === 'node')).toMatchObject([
    { name: 'a', requested: null },
    { name: 'b', requested: null },
  ])
  expect(dependencies(image)['python c']).toEqual([])
})

test('a name that thousands answer to, and thousands need, takes neither time nor memory', () => {
  const stanzas = Array.from(
    { length: 1000 },
    (_, at) => `Package: p${at}\nArchitecture: all\nDepends: everything, p${at + 1}\nProvides: everything`,
  )
  const began = performance.now()
  const found = dependencies({ '/var/lib/dpkg/status': status(...stanzas) })
  expect(performance.now() - began).toBeLessThan(5000)
  expect(found['dpkg p100']).toHaveLength(21)
})

test('the bytes of an owner are known by the layer that brought them', () => {
  const image = stacked(
    { '/opt/a': 5, '/opt/b': 7, '/srv/x': 1 },
    { '/opt/b': 20, '/opt/c': '=> opt/b' },
    { '/opt/d': 3, '/srv/y': 2 },
  )
  const { owners } = ownersOf(image, new Map())
  expect(owners.map(({ name, bytes, layers }) => [name, bytes, layers])).toEqual([
    [
      '/opt',
      28,
      [
        [0, 5],
        [1, 20],
        [2, 3],
      ],
    ],
    [
      '/srv',
      3,
      [
        [0, 1],
        [2, 2],
      ],
    ],
  ])
})
