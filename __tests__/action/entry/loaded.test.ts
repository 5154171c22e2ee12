import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execa } from 'execa'

const dist = join(import.meta.dirname, '../../../dist')
const image = `isg-loaded-${process.pid}:one`

/** Libraries that only some runs need, with a word that stands in the file of each and in no other. */
const onDemand = {
  '@actions/cache': 'CreateCacheEntry',
  '@actions/github': 'octokit-endpoint',
  ajv: 'strictTypes',
  'dockerfile-ast': 'DockerfileParser',
  execa: 'ExecaError',
  re2js: 'unsupported Perl syntax',
  'tar-stream': 'Unexpected end of data',
  undici: 'BalancedPool',
  yaml: 'YAMLParseError',
}
/** Libraries that every comparison of an engine's images needs, and help does not. */
const forEngines = { dockerode: 'pruneContainers' }

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'isg-loaded-'))
  await writeFile(join(home, 'file'), 'x')
  const tar = execa('tar', ['-c', 'file'], { cwd: home, encoding: 'buffer' })
  await execa('docker', ['import', '-', image], { input: (await tar).stdout })
})
afterAll(async () => {
  await execa('docker', ['rmi', image], { reject: false })
  await rm(home, { recursive: true, force: true })
})

/** The text of all files that an entry loads until its end, with the working directory and temporary files in `home`. */
async function loadedBy(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const hook = `import { registerHooks } from 'node:module'
    const load = (url, context, next) => {
      if (url.startsWith('file:')) process.stderr.write('loaded ' + url + '\\n')
      return next(url, context)
    }
    registerHooks({ load })`
  const { stderr } = await execa(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, join(dist, entry), ...args],
    { cwd: home, env: { TMPDIR: home, NODE_DISABLE_COMPILE_CACHE: '1', ...env }, reject: false },
  )
  const urls = [...stderr.matchAll(/^loaded (file:.*)$/gm)].map(([, url = '']) => url)
  return urls.map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('\n')
}

function namesIn(text: string, libraries: Readonly<Record<string, string>>): string[] {
  return Object.entries(libraries).flatMap(([name, word]) => (text.includes(word) ? [name] : []))
}

test('each library is known by its word', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.mjs'),
  )
  const texts = files.map((path) => readFileSync(join(dist, path), 'utf8'))
  for (const [name, word] of Object.entries({ ...onDemand, ...forEngines })) {
    expect([name, texts.filter((text) => text.includes(word)).length]).toEqual([name, 1])
  }
})

test('help loads no library that a run needs, and at most 100 kB', async () => {
  const text = await loadedBy('cli.mjs', ['--help'])
  expect(namesIn(text, { ...onDemand, ...forEngines })).toEqual([])
  expect(text.length).toBeLessThan(100_000)
  expect(text.length).toBeGreaterThan(10_000)
})

test('a comparison of two present images loads what the engine needs, and at most 0.7 MB', async () => {
  const sides = ['--before', `image:${image}`, '--after', `image:${image}`]
  const output = ['--format', 'json', '--output', join(home, 'report.json')]
  const text = await loadedBy('cli.mjs', ['compare', ...sides, ...output])
  expect(JSON.parse(readFileSync(join(home, 'report.json'), 'utf8')).images).toHaveLength(1)
  expect(namesIn(text, onDemand)).toEqual([])
  expect(namesIn(text, forEngines)).toEqual(Object.keys(forEngines))
  expect(text.length).toBeLessThan(700_000)
})

test('the action reads its inputs with at most 0.2 MB, and sweeps in its post step with 0.5 MB', async () => {
  const wrong = await loadedBy('index.mjs', [], { 'INPUT_MAX-INCRESE': '2%' })
  expect(namesIn(wrong, { ...onDemand, ...forEngines })).toEqual([])
  expect(wrong.length).toBeLessThan(200_000)
  const swept = await loadedBy('index.mjs', [], {
    STATE_post: 'yes',
    RUNNER_TEMP: home,
    DOCKER_HOST: `unix://${home}/no-engine.sock`,
  })
  expect(namesIn(swept, onDemand)).toEqual([])
  expect(namesIn(swept, forEngines)).toEqual(Object.keys(forEngines))
  expect(swept.length).toBeLessThan(500_000)
})

test("TLS is loaded for an endpoint that needs it, and then works; Node's HTTP client for fetch never is", async () => {
  const hook = `process.on('exit', () => {
    const loaded = (name) => process.moduleLoadList.includes('NativeModule ' + name)
    if (loaded('internal/deps/undici/undici')) process.stderr.write(' with undici')
    process.stderr.write(loaded('tls') ? ' with TLS' : ' without TLS')
  })`
  const said = async (host: string): Promise<string> => {
    const args = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, join(dist, 'cli.mjs')]
    const { stderr } = await execa(process.execPath, [...args, 'inspect', 'image:none'], {
      ...{ cwd: home, reject: false },
      env: { TMPDIR: home, NODE_DISABLE_COMPILE_CACHE: '1', DOCKER_HOST: host },
    })
    return stderr
  }
  expect(await said(`unix://${home}/no-engine.sock`)).toMatch(/No Docker engine answers.*\n without TLS$/s)
  const server = createServer((socket) => socket.once('data', (hello) => socket.end(hello)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  // What comes back is no TLS, which only somebody who speaks it can say.
  expect(await said(`https://127.0.0.1:${port}`)).toMatch(/failed \(EPROTO\).*\n with TLS$/s)
  server.close()
})
