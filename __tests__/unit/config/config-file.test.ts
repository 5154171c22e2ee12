import { expect, test } from '@jest/globals'
import { action, mistake, read, terminal } from './reading.ts'

test('one image at the top of the file', async () => {
  const config = await read({
    file: `
$schema: ../image-size.schema.json
before: { source: "git:main", file: docker/Dockerfile.single, build-args: { PYTHON: 3.10 } }
after:
  file: docker/Dockerfile
context: app
build-args:
  PYTHON: 3.14
  DEBUG: true
  EMPTY: ""
no-cache: true
prepare: [npm, ci]
absent: [gcc, exact:cc, 7z]
max-increase: 0
max-size: 1.5 GB
override-label: ok
comment: always
timeout: 10m
`,
  })
  expect(config).toMatchObject({
    file: '.github/image-size.yml',
    overrideLabel: 'ok',
    timeoutMs: 600_000,
    publish: { comment: 'always' },
    images: [
      {
        name: 'docker/Dockerfile',
        before: {
          source: { kind: 'git', ref: 'main' },
          build: {
            context: 'app',
            file: 'docker/Dockerfile.single',
            buildArgs: { PYTHON: '3.10', DEBUG: 'true', EMPTY: '' },
          },
        },
        after: {
          source: { kind: 'worktree' },
          build: { context: 'app', file: 'docker/Dockerfile', buildArgs: { PYTHON: '3.14' }, noCache: true },
        },
        prepare: ['npm', 'ci'],
        probes: [{ argv: ['gcc'] }, { argv: ['cc'], exact: true }, { argv: ['7z'] }],
        limits: [
          { name: 'max-size', limit: 1_500_000_000, origin: 'file' },
          { name: 'max-increase', limit: 0, unit: 'bytes', origin: 'file' },
        ],
      },
    ],
    origins: {
      'max-size': 'file',
      'before-file': 'file',
      before: 'file',
      after: 'default',
      'min-decrease': 'default',
    },
  })
})

test('several images: an entry wins over defaults, an input over both, per key', async () => {
  const given = {
    file: `
defaults:
  target: runtime
  max-increase: 2%
  build-args: { A: "1" }
  before: { file: old/Dockerfile }
images:
  web:
    context: web
    max-increase: 5%
    before: image:web:latest
  api:
    build-args: { B: "2" }
  worker:
`,
  }
  const { images } = await read(given)
  expect(images.map(({ name }) => name)).toEqual(['web', 'api', 'worker'])
  expect(images).toMatchObject([
    {
      before: { source: { kind: 'image', reference: 'web:latest' }, build: { file: 'old/Dockerfile' } },
      after: { build: { context: 'web', target: 'runtime', buildArgs: { A: '1' }, file: null } },
      limits: [{ limit: 5 }],
    },
    { after: { build: { context: '.', buildArgs: { B: '2' } } }, limits: [{ limit: 2 }] },
    { after: { build: { buildArgs: { A: '1' } } }, limits: [{ limit: 2 }] },
  ])
  const over = await read({ ...given, inputs: { 'max-increase': '1MB', file: 'new/Dockerfile' } })
  expect(over.images.map(({ limits }) => limits)).toEqual(
    Array(3).fill([{ name: 'max-increase', level: 'fail', unit: 'bytes', limit: 1e6, origin: 'input' }]),
  )
  expect(over.images.map(({ before }) => before.build.file)).toEqual(Array(3).fill('new/Dockerfile'))
  expect(over.origins).toMatchObject({
    'max-increase': 'input',
    file: 'input',
    target: 'file',
    ssh: 'default',
  })
})

test('probes in every form, each with its place', async () => {
  const { images } = await read({
    file: `expect-fail: gcc --version
probe-timeout: 30s
probe-env: { A: "1" }
expect-pass:
  - python --version
  - [python, -c, "import app"]
  - run: pytest -q
    name: the tests
    checkout: /workspace
    workdir: /workspace
    user: app
    env: { CI: "1" }
    mounts:
      - source: tests
        target: /tests
        rw: true
      - docs:/docs
    network: bridge
    timeout: 5m
    memory: 1GiB
    pids: 100
    stdout: passed
    stderr: /^warn(ing)?s/
  - { run: --help, name: help }
  - { run: [--version], entrypoint: image }
  - { run: -x, entrypoint: none }
  - run: ["sh", "-c", "a | b"]
`,
  })
  const place = (line: number, column: number) => ({
    file: '.github/image-size.yml',
    line,
    column,
    mode: 'file',
  })
  const own = { timeoutMs: 30_000, env: { A: '1' }, user: null, checkout: null }
  expect(images[0]?.probes).toMatchObject([
    { ...own, id: 'expect-pass-1', argv: ['python', '--version'], origin: place(5, 5) },
    {
      id: 'expect-pass-2',
      name: "python -c 'import app'",
      argv: ['python', '-c', 'import app'],
      origin: place(6, 5),
    },
    {
      id: 'expect-pass-3',
      name: 'the tests',
      argv: ['pytest', '-q'],
      checkout: '/workspace',
      workdir: '/workspace',
      user: 'app',
      env: { CI: '1' },
      mounts: [
        { source: 'tests', target: '/tests', readOnly: false },
        { source: 'docs', target: '/docs', readOnly: true },
      ],
      network: 'bridge',
      timeoutMs: 300_000,
      memoryBytes: 2 ** 30,
      pids: 100,
      stdout: { kind: 'contains', value: 'passed' },
      stderr: { kind: 'matches', value: '^warn(ing)?s' },
      origin: place(7, 5),
    },
    { name: 'help', argv: ['--help'], entrypoint: 'image' },
    { name: '--version', argv: ['--version'], entrypoint: 'image' },
    { argv: ['-x'], entrypoint: 'none' },
    { argv: ['sh', '-c', 'a | b'], name: "sh -c 'a | b'", entrypoint: 'none' },
    { id: 'expect-fail-1', argv: ['gcc', '--version'], origin: place(1, 14) },
  ])
})

test('a text of several lines is a list, and each line has its place', async () => {
  const { images } = await read({ file: 'absent: |\n  gcc\n\n  # not yet:\n  make\n' })
  expect(images[0]?.probes.map(({ name, origin }) => [name, origin.line, origin.column])).toEqual([
    ['gcc', 2, 3],
    ['make', 5, 3],
  ])
})

test('anchors within reason are fine', async () => {
  const { images } = await read({ file: 'images:\n  a: &a { absent: [gcc] }\n  b: *a\n' })
  expect(images.map(({ probes }) => probes.length)).toEqual([1, 1])
})

test('config names another file: in an action below the root, as a flag from the working directory', async () => {
  const file = 'max-size: 1MB\n'
  const inAction = await read({ inputs: { config: 'ci/size.yml' }, files: { 'ci/size.yml': file } })
  expect([inAction.file, inAction.images[0]?.limits.length]).toEqual(['ci/size.yml', 1])
  const inTerminal = await read({
    facts: terminal,
    inputs: { config: 'a.yml' },
    files: { 'sub/a.yml': file },
  })
  expect(inTerminal.file).toBe('sub/a.yml')
  const outside = await read({
    facts: terminal,
    inputs: { config: '/home/a.yml' },
    files: { '/home/a.yml': file },
  })
  expect(outside.file).toBe('/home/a.yml')
})

test('the default file that is a link out of the repository is not read', async () => {
  const checkout = { inputs: { config: 'out/a.yml' }, files: { 'out/a.yml': 'x: y' } }
  expect(await mistake({ ...checkout, facts: action })).toBe(
    'input config: the file out/a.yml leads out of the repository through a link; expected a file in it.',
  )
})

const file = '.github/image-size.yml'
const needsShell =
  'needs a shell for an operator (|), and commands run without one. Quote it, or name the shell.'

test.each([
  [
    'max-increse: 2%',
    `${file}:1:1: there is no key "max-increse" here. Did you mean max-increase? → max-increase: 2%`,
  ],
  ['after:\n  targit: x', `${file}:2:3: there is no key "targit" here. Did you mean target? → target: x`],
  [
    'images:\n  web:\n    max_size: 1MB',
    `${file}:3:5: there is no key "max_size" here. Did you mean max-size? → max-size: 1MB`,
  ],
  ['compose: a.yml', `${file}:1:1: compose is not built yet.`],
  ['github-token: abc', `${file}:1:1: github-token belongs in the workflow step, not in this file.`],
  ['config: a.yml', `${file}:1:1: config belongs in the workflow step, not in this file.`],
  [
    'before-file: a',
    `${file}:1:1: before-file is written inside before here. → before: { file: docker/Dockerfile }`,
  ],
  ['images: { web: { comment: never } }', `${file}:1:18: comment belongs at the top of the file.`],
  [
    'images: { web: {} }\nmax-size: 1MB',
    `${file}:2:1: max-size stands beside images; put it under defaults, or under one of the images. → defaults: { max-size: … }`,
  ],
  [
    'defaults: { max-size: 1MB }',
    `${file}:1:1: defaults stands without images; write its keys at the top level.`,
  ],
  [
    'images: { "a b": {} }',
    `${file}:1:11: "a b" is not a name for an image; expected up to 64 letters, digits, ".", "_" and "-". → a-b:`,
  ],
  ['images: {}', `${file}:1:9: images is empty; expected at least one entry.`],
  ['- a', `${file}:1:1: this is a list; expected a map.`],
  ['', `${file}: the file is empty; expected settings such as max-increase: 2%. → max-increase: 2%`],
  ['# nothing', `${file}: the file is empty; expected settings such as max-increase: 2%. → max-increase: 2%`],
  ['no-cache: yes', `${file}:1:11: this is "yes"; expected true or false. → no-cache: true`],
  ['target: 3', `${file}:1:9: this is 3; expected text. → target: runtime`],
  ['after: { target: 3 }', `${file}:1:18: this is 3; expected text. → target: runtime`],
  ['absent: { gcc: true }', `${file}:1:9: this is a map; expected text or a list. → absent: [gcc]`],
  ['absent: []', `${file}:1:9: absent is empty; expected at least one entry. → absent: [gcc]`],
  ['absent: [1]', `${file}:1:10: this is 1; expected text.`],
  ['comment: off', `${file}:1:10: this is "off"; expected auto, always or never. → comment: auto`],
  ['build-args: { A: }', `${file}:1:18: there is nothing here; expected text, a number or true or false.`],
  ['build-args: [A]', `${file}:1:14: "A" has no value; expected NAME=VALUE. → - A=VALUE`],
  [
    'max-size: 500',
    `${file}:1:11: "500" has no unit; expected a size such as 200MB, 10 MiB, 1.5GB, 512k or 0. → max-size: 500MB`,
  ],
  [
    'before: { file: /a }',
    `${file}:1:17: "/a" is absolute; expected a path relative to the repository root. → before: { file: a }`,
  ],
  ['expect-pass:\n  - a | b', `${file}:2:5: "a | b" ${needsShell} → - ["sh","-c","a | b"]`],
  ['expect-pass: a | b', `${file}:1:14: "a | b" ${needsShell} → expect-pass: [["sh","-c","a | b"]]`],
  ['expect-pass: |\n  a\n  a | b', `${file}:3:3: "a | b" ${needsShell} → ["sh","-c","a | b"]`],
  ['expect-pass:\n  - run: a | b', `${file}:2:10: "a | b" ${needsShell} → run: ["sh","-c","a | b"]`],
  ['expect-pass: [{ name: x }]', `${file}:1:15: the key run is missing. → run: …`],
  [
    'expect-pass: [{ run: a, timout: 1s }]',
    `${file}:1:25: there is no key "timout" here. Did you mean timeout? → timeout: 1s`,
  ],
  [
    'expect-pass: [{ run: a, memory: 1M }]',
    `${file}:1:33: "1M" could mean 1MB (powers of 1000) or 1MiB (powers of 1024); write which. → memory: 1MB`,
  ],
  ['expect-pass: [{ run: a, entrypoint: x }]', `${file}:1:37: this is "x"; expected image or none.`],
  [
    'expect-pass: [{ run: a, checkout: w }]',
    `${file}:1:35: "w" is not a path in the container; expected an absolute one without "..". → checkout: /workspace`,
  ],
  [
    'expect-pass: [{ run: a, mounts: [{ source: /a, target: /b }] }]',
    `${file}:1:44: "/a" is absolute; expected a path relative to the repository root. → source: a`,
  ],
  [
    'expect-pass: [{ run: a, mounts: [{ source: out/a, target: /b }] }]',
    `${file}:1:34: out/a leads out of the repository through a link; expected a path in it.`,
  ],
  [
    'expect-pass: [{ run: a, stdout: "" }]',
    `${file}:1:33: the text is empty, and every output contains that; expected some text.`,
  ],
  [
    'expect-pass: [{ run: a, stdout: /(/ }]',
    `${file}:1:33: "/(/" is not an RE2 pattern: error parsing regexp: missing closing ): \`(\`.`,
  ],
  ['expect-pass: [[]]', `${file}:1:15: this is empty; expected at least one entry.`],
  [
    'expect-pass: [["", a]]',
    `${file}:1:15: the array names no program; expected ["PROGRAM", "ARGUMENT", …]. → - ["python","--version"]`,
  ],
  ['max-size: 1MB\nmax-size: 2MB', `${file}:2:1: this key is in its map a second time; keep one of them.`],
  [
    'a: [1',
    `${file}:1:6: this is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].`,
  ],
  ['max-size: !big 1MB', `${file}:1:11: a tag (!…) has no meaning here; take it away.`],
  ['max-size: 1MB\n---\na: b', `${file}:2:1: a second document begins here; expected one.`],
  ['? [a]\n: b', `${file}:1:3: this key is not text; put it in quotes.`],
  ['<<: { max-size: 1MB }', `${file}:1:1: there is no key "<<" here.`],
  ['max-size: *a', `${file}: an alias (*…) stands before its anchor (&…) or has none.`],
  ['absent: &a [*a]', `${file}: an alias (*…) contains itself.`],
  [`a: ${'['.repeat(100_000)}`, `${file}: the file is nested more than 50 levels deep.`],
  ['- '.repeat(100_000), `${file}: the file is nested more than 50 levels deep.`],
  [
    `absent: [${'x, '.repeat(350_000)}]`,
    `${file}: the file is larger than the 256 KiB that a configuration file may have.`,
  ],
])('file case %#', async (text, message) => {
  expect(await mistake({ file: text })).toBe(message)
})

test('anchors that explode are stopped', async () => {
  const levels = ['a: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let index = 1; index < 9; index++) {
    levels.push(
      `k${index}: &a${index} [${Array(9)
        .fill(`*a${index - 1}`)
        .join(', ')}]`,
    )
  }
  expect(await mistake({ file: levels.join('\n') })).toBe(
    `${file}: anchors and aliases expand to more than 32 copies; write the values out.`,
  )
})

test('a file that was named and is not there', async () => {
  expect(await mistake({ inputs: { config: 'size.yml' } })).toBe(
    'input config: the file size.yml does not exist; expected a configuration file in YAML. → config: .github/image-size.yml',
  )
  expect(await mistake({ inputs: { config: '../size.yml' } })).toBe(
    'input config: "../size.yml" leaves the repository; expected a path below its root. → config: .',
  )
})

test('all mistakes of a file are reported together, in the order of the file', async () => {
  const text = `max-increse: 2%
before:
  file: /etc/passwd
absent: []
expect-pass:
  - python | head
  - { run: pytest, timout: 5s, memory: 5 }
build-args:
  A: 1
  A: 2
`
  expect(await mistake({ file: text })).toBe(`The configuration has 7 mistakes.
${file}:1:1: there is no key "max-increse" here. Did you mean max-increase?
    max-increase: 2%
${file}:3:9: "/etc/passwd" is absolute; expected a path relative to the repository root.
    before: { file: etc/passwd }
${file}:4:9: absent is empty; expected at least one entry.
    absent: [gcc]
${file}:6:5: "python | head" ${needsShell}
    - ["sh","-c","python | head"]
${file}:7:20: there is no key "timout" here. Did you mean timeout?
    timeout: 5s
${file}:7:40: "5" has no unit; expected a size such as 200MB, 10 MiB, 1.5GB, 512k or 0.
    memory: 5MB
${file}:10:3: this key is in its map a second time; keep one of them.`)
})

test('of very many mistakes the first are shown, and in bearable time', async () => {
  const keys = Array.from({ length: 1500 }, (_, index) => `nokey${index}: 1`)
  const message = await mistake({ file: keys.join('\n') })
  expect(message.split('\n')[0]).toBe('The configuration has 200 mistakes.')
  expect(message.split('\n').at(-1)).toBe('(150 more are not shown.)')
})
