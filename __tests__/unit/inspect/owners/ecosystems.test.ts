import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MeasureError } from '../../../../src/inspect/measure-error.ts'
import { dependencies, found, owners, stacked, type TestFiles } from './tree.ts'

// As raw bytes, one character each.
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('latin1')

test('a package of conda owns what its record lists, before the packages of Python; its cache is a cache', () => {
  const record = json({
    name: 'numpy',
    version: '1.26.4',
    requested_spec: 'numpy',
    depends: ['zlib >=1.3,<2', 'conda-forge::absent', 'python'],
    files: ['bin/f2py', 'lib/python3.12/site-packages/numpy/core.py', 'lib/caf\u00e9'],
  })
  const plain = json({ name: 'zlib', version: '1.3', requested_spec: 'None', files: ['lib/libz.so'] })
  const image = {
    '/opt/conda/bin/f2py': 1,
    '/opt/conda/lib/python3.12/site-packages/numpy/core.py': 10,
    '/opt/conda/lib/python3.12/site-packages/numpy-1.26.4.dist-info/RECORD': 'numpy/core.py,,\n',
    '/opt/conda/lib/caf\u00c3\u00a9': 100,
    '/opt/conda/lib/libz.so': 1000,
    '/opt/conda/pkgs/zlib-1.3/lib/libz.so': '=> opt/conda/lib/libz.so',
    '/opt/conda/pkgs/zlib-1.3.conda': 500,
    '/opt/conda/conda-meta/history': 7,
    '/opt/conda/conda-meta/numpy-1.26.4-0.json': record,
    '/opt/conda/conda-meta/zlib-1.3-0.json': plain,
    '/opt/conda/conda-meta/broken.json': '{',
    '/src/pkgs/mine': 3,
    '/tmp/pkgs/urls.txt': 5,
  }
  expect(owners(image)).toEqual([
    'cache conda conda packages: 505',
    'directory /src/pkgs: 3',
    'generated conda conda database: 8',
    `package conda numpy 1.26.4: ${111 + record.length}`,
    `package conda zlib 1.3: ${1000 + plain.length}`,
    'package python numpy 1.26.4: 16',
  ])
  expect(found(image).filter(({ manager, kind }) => manager === 'conda' && kind === 'package')).toMatchObject(
    [
      { name: 'numpy', requested: true, path: '/opt/conda' },
      { name: 'zlib', requested: false },
    ],
  )
  expect(dependencies(image)).toMatchObject({ 'conda numpy': ['zlib'], 'conda zlib': [] })
})

test("pnpm's packages have the version of the directory around them, and its store is linked, not counted", () => {
  const store = '/app/node_modules/.pnpm'
  expect(
    owners({
      [`${store}/@babel+core@7.24.0_x@1/node_modules/@babel/core/index.js`]: 100,
      [`${store}/ms@2.1.2/node_modules/ms/index.js`]: 10,
      [`${store}/ms@2.0.0/node_modules/ms/index.js`]: 20,
      [`${store}/debug@4.3.4/node_modules/debug/index.js`]: 3,
      [`${store}/debug@4.3.4/node_modules/ms`]: '-> ../../ms@2.1.2/node_modules/ms',
      [`${store}/file+x/node_modules/x/index.js`]: 1000,
      '/root/.local/share/pnpm/store/v3/files/aa': `=> ${store.slice(1)}/ms@2.1.2/node_modules/ms/index.js`,
      '/root/.local/share/pnpm/store/v3/files/bb': 5,
    }),
  ).toEqual([
    'cache node pnpm store: 5',
    'package node @babel/core 7.24.0: 100',
    'package node debug 4.3.4: 3',
    'package node ms 2.0.0, 2.1.2: 60',
    'package node x: 1000',
  ])
})

test("Yarn's own notes in node_modules have the versions", () => {
  const state =
    '# Warning\n\n__metadata:\n  version: 1\n\n"@s/a@npm:1.0.0":\n  locations:\n    - "node_modules/@s/a"\n\n' +
    '"b@virtual:0a1b#npm:2.0.0":\n  locations:\n    - "node_modules/@s/a/node_modules/b"\n    - "node_modules/b"\n\n' +
    '"x@workspace:.":\n  locations:\n    - ""\n'
  const integrity = json({
    lockfileEntries: {
      '@s/c@^3.0.0': 'https://registry.yarnpkg.com/@s/c/-/c-3.1.0.tgz#aa',
      'd@1': 'https://registry.yarnpkg.com/d/-/d-1.0.0-beta.2.tgz#bb',
      'd@2': 'https://registry.yarnpkg.com/d/-/d-2.0.0.tgz',
      'e@git': 'git+ssh://git@example.com/e.git',
    },
  })
  expect(
    owners({
      '/two/node_modules/.yarn-state.yml': state,
      '/two/node_modules/@s/a/index.js': 1,
      '/two/node_modules/@s/a/node_modules/b/index.js': 10,
      '/two/node_modules/b/index.js': 20,
      '/one/node_modules/.yarn-integrity': integrity,
      '/one/node_modules/@s/c/index.js': 100,
      '/one/node_modules/d/index.js': 200,
      '/one/node_modules/e/index.js': 300,
    }).slice(2),
  ).toEqual([
    'package node @s/a 1.0.0: 1',
    'package node @s/c 3.1.0: 100',
    'package node b 2.0.0: 30',
    'package node d 1.0.0-beta.2, 2.0.0: 200',
    'package node e: 300',
  ])
})

test("archives that Plug'n'Play names are packages, wherever they lie; others are Yarn's cache", () => {
  const at = (path: string): string => `        "packageLocation": "${path}",\\\n`
  const pnp = [
    at('./'),
    at(
      './.yarn/cache/@babel-code-frame-npm-7.24.2-e104352cc7-d1d4cba894.zip/node_modules/@babel/code-frame/',
    ),
    at(
      './.yarn/__virtual__/debug-virtual-0a/0/cache/debug-npm-2.6.9-7d4cb597dc-121908fb83.zip/node_modules/debug/',
    ),
    at('../root/.yarn/berry/cache/ms-npm-2.1.2-ec0c1512ff-10c0.zip/node_modules/ms/'),
    at('./.yarn/unplugged/esbuild-npm-0.20.0-0123456789/node_modules/esbuild/'),
  ].join('')
  expect(
    owners({
      '/app/.pnp.cjs': pnp,
      '/app/.yarn/cache/@babel-code-frame-npm-7.24.2-e104352cc7-d1d4cba894.zip': 1,
      '/app/.yarn/cache/debug-npm-2.6.9-7d4cb597dc-121908fb83.zip': 10,
      '/app/.yarn/cache/left-npm-1.0.0-7d4cb597dc-121908fb83.zip': 100,
      '/app/.yarn/unplugged/esbuild-npm-0.20.0-0123456789/node_modules/esbuild/bin': 1000,
      '/root/.yarn/berry/cache/ms-npm-2.1.2-ec0c1512ff-10c0.zip': 10_000,
    }),
  ).toEqual([
    'cache node yarn cache: 100',
    `directory /app: ${pnp.length}`,
    'package node @babel/code-frame 7.24.2: 1',
    'package node debug 2.6.9: 10',
    'package node esbuild 0.20.0: 1000',
    'package node ms 2.1.2: 10000',
  ])
})

test("Ruby's gems are known by their specifications; what they were unpacked from is a cache", () => {
  const home = '/usr/local/bundle'
  expect(
    owners({
      [`${home}/specifications/nokogiri-1.15.4-x86_64-linux.gemspec`]: 1,
      [`${home}/gems/nokogiri-1.15.4-x86_64-linux/lib/a.rb`]: 10,
      [`${home}/extensions/x86_64-linux/3.2.0/bcrypt-3.1.19/bcrypt.so`]: 100,
      [`${home}/specifications/bcrypt-3.1.19.gemspec`]: 2,
      [`${home}/gems/bcrypt-3.1.19/lib/b.rb`]: 20,
      [`${home}/specifications/default/json-2.6.3.gemspec`]: 3,
      [`${home}/doc/json-2.6.3/ri/a.ri`]: 30,
      [`${home}/gems/unknown-1.0/a.rb`]: 4,
      [`${home}/cache/bcrypt-3.1.19.gem`]: 5000,
      [`${home}/bundler/gems/rails-0123456789ab/a.rb`]: 6,
    }),
  ).toEqual([
    'cache ruby gem cache: 5000',
    'directory /usr/local: 4',
    'package ruby bcrypt 3.1.19: 122',
    'package ruby json 2.6.3: 33',
    'package ruby nokogiri 1.15.4: 11',
    'package ruby rails 0123456789ab: 6',
  ])
})

test("Composer's packages are directories, and what it writes itself is generated", () => {
  const two = json({
    packages: [
      { name: 'symfony/console', version: 'v6.4.1', 'install-path': '../symfony/console' },
      { name: 'composer/ca-bundle', version: '1.4.0', 'install-path': './ca-bundle' },
      { name: 'drupal/core', version: '10.2.0', 'install-path': '../../web/core' },
      { name: 'meta/nothing', version: '1', 'install-path': null },
      { name: 'evil/root', version: '1', 'install-path': '../../..' },
    ],
  })
  const one = json([{ name: 'psr/log', version: '1.1.4' }, null, { version: 1 }])
  expect(
    owners({
      '/app/vendor/composer/installed.json': two,
      '/app/vendor/composer/ClassLoader.php': 1,
      '/app/vendor/composer/ca-bundle/ca.pem': 10,
      '/app/vendor/symfony/console/a.php': 100,
      '/app/web/core/a.php': 1000,
      '/app/index.php': 5,
      '/old/vendor/composer/installed.json': one,
      '/old/vendor/psr/log/a.php': 10_000,
    }),
  ).toEqual([
    'directory /app: 5',
    `generated php composer autoloader: ${1 + one.length + two.length}`,
    'package php composer/ca-bundle 1.4.0: 10',
    'package php drupal/core 10.2.0: 1000',
    'package php psr/log 1.1.4: 10000',
    'package php symfony/console v6.4.1: 100',
  ])
})

test("packages of .NET own the files that the application's list has for them", () => {
  const list = json({
    runtimeTarget: { name: '.NETCoreApp,Version=v8.0' },
    targets: {
      '.NETCoreApp,Version=v8.0': {
        'App/1.0.0': { runtime: { 'App.dll': {} } },
        'Newtonsoft.Json/13.0.3': { runtime: { 'lib/net6.0/Newtonsoft.Json.dll': {} } },
        'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { native: { 'libcoreclr.so': {} } },
        'Humanizer.Core.de/2.14.1': {
          resources: { 'lib/net6.0/de/Humanizer.resources.dll': { locale: 'de' } },
        },
        'SQLite/2.1.6': {
          runtimeTargets: { 'runtimes/linux-x64/native/libe_sqlite3.so': { rid: 'linux-x64' } },
        },
      },
    },
    libraries: {
      'App/1.0.0': { type: 'project' },
      'Newtonsoft.Json/13.0.3': { type: 'package' },
      'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { type: 'runtimepack' },
      'Humanizer.Core.de/2.14.1': { type: 'package' },
      'SQLite/2.1.6': { type: 'package' },
    },
  })
  expect(
    owners({
      '/app/App.deps.json': list,
      '/app/App.dll': 1,
      '/app/Newtonsoft.Json.dll': 10,
      '/app/libcoreclr.so': 100,
      '/app/de/Humanizer.resources.dll': 1000,
      '/app/runtimes/linux-x64/native/libe_sqlite3.so': 10_000,
      '/root/.nuget/packages/x/1.0.0/x.deps.json': '{}',
    }),
  ).toEqual([
    'cache dotnet nuget packages: 2',
    `directory /app: ${1 + list.length}`,
    'package dotnet Humanizer.Core.de 2.14.1: 1000',
    'package dotnet Microsoft.NETCore.App.Runtime.linux-x64 8.0.1: 100',
    'package dotnet Newtonsoft.Json 13.0.3: 10',
    'package dotnet SQLite 2.1.6: 10000',
  ])
})

test('lists that are not what their manager writes describe nothing', () => {
  const hostile = [
    '',
    '[',
    'null',
    '[[]]',
    '{"packages":{}}',
    '{"targets":{"a":[]},"libraries":7}',
    '{"name":{}}',
  ]
  for (const text of hostile) {
    const image = {
      '/a/conda-meta/a.json': text,
      '/a/vendor/composer/installed.json': text,
      '/a/a.deps.json': text,
      '/a/.pnp.cjs': text,
      '/a/node_modules/.yarn-integrity': text,
      '/a/node_modules/.yarn-state.yml': text,
    }
    expect(found(image).filter(({ kind }) => kind === 'package')).toEqual([])
  }
})

test('every byte has one owner, whatever the names of all these places are combined to', () => {
  const names = [
    ...[
      'specifications',
      'default',
      'gems',
      'extensions',
      'cache',
      'bundler',
      'a-1.0.gemspec',
      'a-1.0',
      'a.gem',
    ],
    ...[
      'node_modules',
      '.pnpm',
      'unplugged',
      '@s',
      'a@1.0.0',
      '.yarn',
      'go',
      'bin',
      'VERSION',
      'a.jar',
      'pkgs',
    ],
    ...[
      'conda-meta',
      'urls.txt',
      'a.json',
      'vendor',
      'composer',
      'installed.json',
      'a.deps.json',
      '.pnp.cjs',
    ],
  ]
  const path = fc
    .array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 })
    .map((parts) => `/${parts.join('/')}`)
  const content = fc.oneof(
    fc.nat(99),
    path.map((target) => `-> ${target}`),
    fc.constant(hostileList),
  )
  fc.assert(
    fc.property(fc.dictionary(path, content, { maxKeys: 12 }), (files) => {
      // Links that lead in a circle make no layer; owners that do not add up to the live bytes throw.
      fc.pre(isLayer(files))
      expect(() => found(files)).not.toThrow()
    }),
    { numRuns: 150 },
  )
})

function isLayer(files: TestFiles): boolean {
  try {
    stacked(files)
    return true
  } catch (error) {
    if (error instanceof MeasureError) return false
    throw error
  }
}

const hostileList = json({
  name: 'a',
  files: ['bin/a', '..', '', '/'],
  packages: [{ name: 'a/b', 'install-path': '../../..' }, { name: '..' }],
  targets: { x: { 'a/1': { runtime: { '../a': {} }, runtimeTargets: { '..': {}, '../../a.jar': {} } } } },
  libraries: { 'a/1': { type: 'package' } },
  lockfileEntries: { 'a@1': '-1.tgz' },
  packageLocation: '../../cache/a.zip/node_modules/a/',
})
