import { expect, test } from '@jest/globals'
import { readInspection } from '../../../src/config/read-config.ts'
import type { RunFacts } from '../../../src/config/run.ts'
import { plainSettings } from '../../doubles/build-settings.ts'
import { action, checkoutOf, mistake, read, terminal } from './reading.ts'

test('nothing given: what is built in', async () => {
  const { origins, ...config } = await read({})
  expect(config).toEqual({
    images: [
      {
        name: 'Dockerfile',
        before: { source: { kind: 'base' }, build: plainSettings },
        after: { source: { kind: 'worktree' }, build: plainSettings },
        probes: [],
        limits: [],
        compared: true,
        noiseFloor: 0,
        prepare: null,
        includeGit: false,
      },
    ],
    overrideLabel: null,
    publish: {
      comment: 'auto',
      commentKey: '.github/workflows/size.yml size Dockerfile',
      githubToken: null,
      summary: true,
      annotations: true,
    },
    engineAccess: 'auto',
    timeoutMs: 1_800_000,
    cacheDirectory: { kind: 'automatic' },
    insecureRegistries: [],
    dive: null,
    file: null,
  })
  expect(new Set(Object.values(origins))).toEqual(new Set(['default']))
  expect(origins).toHaveProperty('max-size', 'default')
})

test('everything is frozen, and is plain data', async () => {
  const config = await read({ inputs: { absent: 'gcc', 'build-args': '__proto__=x' } })
  const frozen = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(frozen))
  expect(frozen(config)).toBe(true)
  expect(JSON.parse(JSON.stringify(config))).toEqual(config)
  expect(Object.keys(config.images[0]?.after.build.buildArgs ?? {})).toEqual(['__proto__'])
})

test('the settings of the build, shared and of one side', async () => {
  const { images } = await read({
    inputs: {
      context: 'app/',
      file: 'docker/Dockerfile',
      'before-file': 'docker/Dockerfile.single',
      target: 'runtime',
      'before-target': 'all',
      'build-args': '# versions\nPYTHON=3.10\n\nA=b=c\n',
      'before-build-args': 'A=old',
      'build-contexts': 'assets=./web',
      'after-build-contexts': 'base=docker-image://alpine',
      secrets: 'id=a,env=A\nid=b,src=b.txt',
      ssh: 'default',
      platform: 'linux/amd64',
      'cache-from': 'type=gha',
      'before-cache-from': 'type=registry,ref=a/b',
      'cache-to': 'type=gha,mode=max',
      'no-cache': 'true',
      pull: 'True',
      network: 'none',
      builder: 'mine',
    },
  })
  expect(images[0]).toMatchObject({
    name: 'docker/Dockerfile (runtime)',
    before: {
      build: {
        context: 'app',
        file: 'docker/Dockerfile.single',
        target: 'all',
        buildArgs: { PYTHON: '3.10', A: 'old' },
        buildContexts: { assets: 'web' },
        cacheFrom: ['type=registry,ref=a/b'],
      },
    },
    after: {
      build: {
        context: 'app',
        file: 'docker/Dockerfile',
        target: 'runtime',
        platform: 'linux/amd64',
        buildArgs: { PYTHON: '3.10', A: 'b=c' },
        buildContexts: { assets: 'web', base: 'docker-image://alpine' },
        secrets: ['id=a,env=A', 'id=b,src=b.txt'],
        ssh: ['default'],
        cacheFrom: ['type=gha'],
        cacheTo: ['type=gha,mode=max'],
        noCache: true,
        pull: true,
        network: 'none',
        builder: 'mine',
      },
    },
  })
})

test('platforms is another name of platform, for one value', async () => {
  const { images, origins } = await read({ inputs: { platforms: 'linux/arm64' } })
  expect(images[0]?.after.build.platform).toBe('linux/arm64')
  expect(origins.platform).toBe('input')
  expect(await mistake({ inputs: { platforms: 'linux/arm64', platform: 'linux/amd64' } })).toBe(
    'input platforms: platforms and platform mean the same; take one of them away.',
  )
  expect(await mistake({ inputs: { platforms: 'linux/arm64,linux/amd64' } })).toBe(
    'input platforms: "linux/arm64,linux/amd64" is not right; expected one platform such as linux/amd64.',
  )
})

test('dockerfile: names the Dockerfile of its side', async () => {
  const { images } = await read({ inputs: { before: 'dockerfile:./docker/Dockerfile.single' } })
  expect(images[0]?.before).toMatchObject({
    source: { kind: 'dockerfile', path: 'docker/Dockerfile.single' },
    build: { file: 'docker/Dockerfile.single' },
  })
  expect(await mistake({ inputs: { before: 'dockerfile:a', 'before-file': 'b' } })).toBe(
    'input before-file: before names the Dockerfile already (dockerfile:a); take one of the two away.',
  )
  expect(await mistake({ inputs: { before: 'dockerfile:../a' } })).toBe(
    'input before: "../a" leaves the repository; expected a path below its root. → before: dockerfile:.',
  )
})

test('probes: one a line, absent first, each list in its written order', async () => {
  const { images } = await read({
    inputs: {
      'expect-fail': 'gcc --version',
      'expect-pass': 'python --version\n# as shipped:\n--help\n["sh","-c","a | b"]\n',
      absent: 'gcc\n\nexact:cc\n',
      'probe-user': 'app',
      'probe-workdir': '/workspace',
      'probe-env': 'A=1',
      'probe-mounts': 'tests:/tests',
      'probe-checkout': '/workspace',
      'probe-network': 'bridge',
      'probe-timeout': '5s',
      'probe-memory': '512MiB',
      'probe-pids': '64',
    },
  })
  const limits = {
    network: 'bridge',
    timeoutMs: 5000,
    memoryBytes: 536_870_912,
    pids: 64,
    stdout: null,
    stderr: null,
  }
  const bare = { ...limits, user: null, workdir: null, env: {}, mounts: [], checkout: null }
  const origin = { file: null, line: null, column: null, mode: 'input' }
  const full = {
    ...limits,
    user: 'app',
    workdir: '/workspace',
    env: { A: '1' },
    mounts: [{ source: 'tests', target: '/tests', readOnly: true }],
    checkout: '/workspace',
    exact: false,
    origin,
  }
  const absent = { kind: 'absent', entrypoint: 'none', ...bare, origin }
  const pass = { kind: 'expect-pass', entrypoint: 'none', ...full }
  expect(images[0]?.probes).toEqual([
    { id: 'absent-1', name: 'gcc', argv: ['gcc'], exact: false, ...absent },
    { id: 'absent-2', name: 'cc', argv: ['cc'], exact: true, ...absent },
    { ...pass, id: 'expect-pass-1', name: 'python --version', argv: ['python', '--version'] },
    { ...pass, id: 'expect-pass-2', name: '--help', argv: ['--help'], entrypoint: 'image' },
    { ...pass, id: 'expect-pass-3', name: '["sh","-c","a | b"]', argv: ['sh', '-c', 'a | b'] },
    {
      ...full,
      kind: 'expect-fail',
      entrypoint: 'none',
      id: 'expect-fail-1',
      name: 'gcc --version',
      argv: ['gcc', '--version'],
    },
  ])
})

test('what surrounds a probe when nobody says anything', async () => {
  const { images } = await read({ inputs: { 'expect-pass': 'a' } })
  expect(images[0]?.probes[0]).toMatchObject({
    network: 'none',
    timeoutMs: 60_000,
    memoryBytes: 2_147_483_648,
    pids: 512,
    user: null,
    checkout: null,
  })
})

test('a value with two bounds is two limits, and a warn- twin warns', async () => {
  const { images } = await read({
    inputs: { 'max-increase': '2%, 10MB', 'warn-max-size': '200MB', 'noise-floor': '100kB' },
  })
  expect(images[0]?.noiseFloor).toBe(100_000)
  expect(images[0]?.limits).toEqual([
    { name: 'max-increase', level: 'fail', unit: 'percent', limit: 2, origin: 'input' },
    { name: 'max-increase', level: 'fail', unit: 'bytes', limit: 10_000_000, origin: 'input' },
    { name: 'max-size', level: 'warn', unit: 'bytes', limit: 200_000_000, origin: 'input' },
  ])
})

test('what holds for the whole run', async () => {
  const config = await read({
    inputs: {
      'override-label': 'size: ok',
      comment: 'never',
      'comment-key': 'web',
      'github-token': 'abc',
      summary: 'false',
      annotations: 'FALSE',
      timeout: '5m',
      prepare: 'npm ci',
      'include-git': 'true',
    },
  })
  expect(config).toMatchObject({
    overrideLabel: 'size: ok',
    publish: { comment: 'never', commentKey: 'web', githubToken: 'abc', summary: false, annotations: false },
    timeoutMs: 300_000,
    images: [{ prepare: ['npm', 'ci'], includeGit: true }],
  })
})

test('the key of the comment has workflow, job, matrix and the name of a single image', async () => {
  const key = async (matrix: string, file?: string) => {
    const config = await read({ inputs: { matrix }, ...(file === undefined ? {} : { file }) })
    return config.publish.commentKey
  }
  const job = '.github/workflows/size.yml size'
  expect(await key('null')).toBe(`${job} Dockerfile`)
  expect(await key('{}')).toBe(`${job} Dockerfile`)
  expect(await key('{\n  "python": "3.14",\n  "os": "alpine"\n}')).toBe(
    `${job} {"os":"alpine","python":"3.14"} Dockerfile`,
  )
  expect(await key('{"a":1}', 'images: { web: {} }')).toBe(`${job} {"a":1} web`)
  expect(await key('{"a":1}', 'images: { web: {}, api: {} }')).toBe(`${job} {"a":1}`)
  expect((await read({ facts: terminal })).publish.commentKey).toBe('Dockerfile')
  expect(await mistake({ inputs: { matrix: '{' } })).toBe(
    'input matrix: "{" is not JSON; leave this input to the action.',
  )
})

test('an image is called after what is built for its after side', async () => {
  const name = async (inputs: Record<string, string>) => (await read({ inputs })).images[0]?.name
  expect(await name({ context: 'app' })).toBe('app/Dockerfile')
  expect(await name({ 'after-file': 'a/Dockerfile', 'before-file': 'b' })).toBe('a/Dockerfile')
  expect(await name({ after: 'image:python:3.14' })).toBe('python:3.14')
})

test.each([
  [
    'max-increse',
    '2%',
    'input max-increse: there is no input "max-increse". Did you mean max-increase? → max-increase: 2%',
  ],
  [
    'MAX_INCREASE',
    '2%',
    'input max_increase: there is no input "max_increase". Did you mean max-increase? → max-increase: 2%',
  ],
  [
    'max_increse',
    '',
    'input max_increse: there is no input "max_increse". Did you mean max-increase? → max-increase: 2%, 10MB',
  ],
  ['nonsense', 'x', 'input nonsense: there is no input "nonsense".'],
  [
    'github-tokn',
    's3cret',
    `input github-tokn: there is no input "github-tokn". Did you mean github-token? → github-token: \${{ github.token }}`,
  ],
])('an input called %s is a mistake, not silence', async (name, value, message) => {
  expect(await mistake({ inputs: { [name]: value } })).toBe(message)
})

test.each(['compose', 'bake', 'profiles', 'probe-files', 'measure-time'])(
  'the input %s is not built yet',
  async (name) => {
    expect(await mistake({ inputs: { [name]: 'x' } })).toBe(`input ${name}: this input is not built yet.`)
  },
)

test('registries by plain HTTP are named by the workflow, not by the file of a pull request', async () => {
  const named = { inputs: { 'insecure-registries': 'registry.internal:5000\n[fd00::1]:80' } }
  expect((await read(named)).insecureRegistries).toEqual(['registry.internal:5000', '[fd00::1]:80'])
  expect(await mistake({ file: 'insecure-registries: ghcr.io' })).toMatch(/insecure-registries/)
  expect(await mistake({ inputs: { 'insecure-registries': 'http://registry.internal:5000/' } })).toBe(
    'input insecure-registries: "http://registry.internal:5000/" is not the host of a registry; expected HOST or HOST:PORT. → insecure-registries: registry.internal:5000',
  )
})

test('the directory of the cache is one of the user, relative to where the program was started', async () => {
  const cacheOf = async (value: string, facts: RunFacts) =>
    (await read({ inputs: { 'cache-dir': value }, facts })).cacheDirectory
  expect(await cacheOf('none', terminal)).toEqual({ kind: 'none' })
  expect(await cacheOf('/var/cache/x', action)).toEqual({ kind: 'directory', path: '/var/cache/x' })
  expect(await cacheOf('../../x', terminal)).toEqual({ kind: 'directory', path: '/x' })
  expect(await cacheOf('cache', terminal)).toEqual({ kind: 'directory', path: '/repo/sub/cache' })
})

test('a cache in a git checkout would be built into the image', async () => {
  const inside = { inputs: { 'cache-dir': '.cache' }, files: { '.git': 'gitdir: elsewhere' } }
  expect(await mistake(inside)).toBe(
    'input cache-dir: /repo/.cache lies in the checkout, so it would be part of what is built; expected a directory outside.',
  )
})

test('where a cache is kept is not for the configuration file to say', async () => {
  expect(await mistake({ file: 'cache-dir: /etc' })).toMatch(/cache-dir/)
})

test('an empty input is one that was left out', async () => {
  expect((await read({ inputs: { 'max-size': '', absent: '' } })).origins['max-size']).toBe('default')
})

test('spaces around a value do not count', async () => {
  const { images } = await read({ inputs: { before: ' git:main\n', file: 'a \n', 'max-size': ' 1MB\n' } })
  expect(images[0]).toMatchObject({
    before: { source: { ref: 'main' }, build: { file: 'a' } },
    limits: [{ limit: 1e6 }],
  })
})

test.each([
  [
    { absent: '# gcc\n' },
    'input absent: the list is empty, so nothing would be checked; expected one name a line. → absent: gcc',
  ],
  [
    { 'expect-pass': '\n\n' },
    'input expect-pass: the list is empty, so nothing would be checked; expected one command a line. → expect-pass: python --version',
  ],
  [
    { absent: 'gcc g++' },
    'input absent: "gcc g++" is more than one name; expected one a line. → absent: |\n  gcc\n  g++',
  ],
  [
    { 'expect-pass': 'a\ngcc --version | head' },
    'input expect-pass, line 2: "gcc --version | head" needs a shell for an operator (|), and commands run without one. Quote it, or name the shell. → ["sh","-c","gcc --version | head"]',
  ],
  [
    { prepare: 'npm ci && npm run build' },
    'input prepare: "npm ci && npm run build" needs a shell for an operator (&&), and commands run without one. Quote it, or name the shell. → prepare: ["sh","-c","npm ci && npm run build"]',
  ],
  [
    { prepare: '--help' },
    'input prepare: the command starts with -; there is no image to hand it to; expected a program. → prepare: npm ci',
  ],
  [
    { 'build-args': 'TOKEN' },
    'input build-args: "TOKEN" has no value; expected NAME=VALUE. → build-args: TOKEN=VALUE',
  ],
  [
    { 'build-args': '=x' },
    'input build-args: the name before = is missing. → build-args: PYTHON_VERSION=3.14',
  ],
  [{ 'build-args': 'A=1\nB=2\nA=3' }, 'input build-args, line 3: A is set a second time; keep one of them.'],
  [{ 'build-args': 'A B=1' }, 'input build-args: "A B" is not a name; expected no space and no =.'],
  [{ pull: 'yes' }, 'input pull: "yes" is not a boolean; expected true or false. → pull: true'],
  [
    { comment: 'off' },
    'input comment: "off" is none of the choices; expected auto, always, never. → comment: auto',
  ],
  [
    { timeout: '30' },
    'input timeout: "30" has no unit; expected a time such as 60s, 5m or 1h. → timeout: 30s',
  ],
  [
    { context: '/app' },
    'input context: "/app" is absolute; expected a path relative to the repository root. → context: app',
  ],
  [
    { file: 'out/Dockerfile' },
    'input file: out/Dockerfile leads out of the repository through a link; expected a path in it.',
  ],
  [
    { 'probe-mounts': 'out/x:/x' },
    'input probe-mounts: out/x leads out of the repository through a link; expected a path in it.',
  ],
  [
    { secrets: 'id=a,src=out/x' },
    'input secrets: out/x leads out of the repository through a link; expected a path in it.',
  ],
  [
    { 'build-contexts': 'a=out/x' },
    'input build-contexts: out/x leads out of the repository through a link; expected a path in it.',
  ],
  [
    { before: 'main' },
    'input before: "main" is not a source; expected base, worktree, git:REF, image:REF, archive:PATH, registry:REF or dockerfile:PATH. → before: git:main',
  ],
  [
    { 'max-size': '0' },
    'input max-size: "0" is a limit that every image crosses; expected a size above 0. → max-size: 200MB',
  ],
])('%j', async (inputs, message) => {
  expect(await mistake({ inputs })).toBe(message)
})

test('a flag is named as one, and its line is a flag', async () => {
  expect(await mistake({ facts: terminal, inputs: { 'expect-pass': 'a | b' } })).toBe(
    `--expect-pass: "a | b" needs a shell for an operator (|), and commands run without one. Quote it, or name the shell. → --expect-pass='["sh","-c","a | b"]'`,
  )
  expect(await mistake({ facts: terminal, inputs: { 'max-size': '500' } })).toBe(
    '--max-size: "500" has no unit; expected a size such as 200MB, 10 MiB, 1.5GB, 512k or 0. → --max-size=500MB',
  )
})

test('all mistakes are reported together, inputs first', async () => {
  const message = await mistake({
    inputs: { 'max-size': 'big', absent: 'a/b\nc*' },
    file: 'pull: yes\ntimeout: 5\n',
  })
  expect(message).toBe(`The configuration has 5 mistakes.
input absent, line 1: "a/b" has a slash in it; expected the name alone: it is looked for in every directory.
    b
input absent, line 2: "c*" is a pattern; expected a name: gcc covers gcc-12 and x86_64-linux-gnu-gcc too.
    c
input max-size: "big" is not a size; expected one such as 200MB, 10 MiB, 1.5GB, 512k or 0.
    max-size: 200MB
.github/image-size.yml:1:7: this is "yes"; expected true or false.
    pull: true
.github/image-size.yml:2:10: "5" has no unit; expected a time such as 60s, 5m or 1h.
    timeout: 5s`)
})

test.each([
  ['max-size: 1MB\nabsent: gcc\n', { unit: 'bytes', limit: 1e6 }],
  ['defaults:\n  max-size: 2MB\nimages:\n  a:\n    max-size: 1MB\n  b: {}\n', { unit: 'bytes', limit: 2e6 }],
])('an image that is inspected alone: %j', async (file, limit) => {
  const inputs = new Map([['after', 'archive:x/a.tar#web']])
  const config = await readInspection(inputs, checkoutOf({ '.github/image-size.yml': file }), terminal)
  expect(config.images).toMatchObject([
    {
      ...{ name: 'web', compared: false, probes: [], limits: [limit] },
      after: { source: { kind: 'archive', path: 'x/a.tar', name: 'web' } },
    },
  ])
})

test.each([
  [
    'archive:../a.tar',
    '"../a.tar" leaves the repository; expected a path below its root, or an absolute one. → before: archive:/a.tar',
  ],
  ['archive:out/a.tar', 'out/a.tar leads out of the repository through a link; expected a path in it.'],
])('the path of an archive: %s', async (before, message) => {
  expect(await mistake({ inputs: { before } })).toBe(`input before: ${message}`)
})

test('the path of an archive may be absolute', async () => {
  const { images } = await read({ inputs: { before: 'archive:/tmp//x/../a.tar', after: 'archive:b' } })
  expect(images[0]?.before.source).toEqual({ kind: 'archive', path: '/tmp/a.tar', name: null })
  expect(images[0]?.after.source).toEqual({ kind: 'archive', path: 'b', name: null })
})
