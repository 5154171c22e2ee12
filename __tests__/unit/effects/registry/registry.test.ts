import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseImageReference } from '../../../../src/config/values/image-reference.ts'
import { createRegistry, largestDocument, type Registry } from '../../../../src/effects/registry/registry.ts'
import type { RegistryError } from '../../../../src/effects/registry/registry-error.ts'
import { largestConfig } from '../../../../src/inspect/image-config.ts'
import { resolveImage } from '../../../../src/inspect/oci/resolve-image.ts'
import { createJumpingClock } from '../../../doubles/clock.ts'
import {
  configType,
  descriptor,
  digest,
  indexType,
  layerType,
  manifestType,
  type RegistryServer,
  refuse,
  registryServer,
} from '../../../doubles/registry-server.ts'

let server: RegistryServer
let directory = ''
let secrets: string[] = []
let clock = createJumpingClock()
let stop = new AbortController()
beforeEach(async () => {
  server = await registryServer()
  directory = await mkdtemp(join(tmpdir(), 'registry-'))
  secrets = []
  clock = createJumpingClock()
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await server.close()
  await rm(directory, { recursive: true })
})

function registry(reference = 'octo/app:v1'): Registry {
  const environment = { DOCKER_CONFIG: directory }
  const secret = (value: string): void => void secrets.push(value)
  const world = { environment, clock, insecure: [], signal: stop.signal, secret }
  return createRegistry(parseImageReference(`${server.host}/${reference}`), world)
}
async function login(text: string): Promise<void> {
  const auth = Buffer.from(text).toString('base64')
  await writeFile(join(directory, 'config.json'), JSON.stringify({ auths: { [server.host]: { auth } } }))
}
const failureOf = (request: Promise<unknown>): Promise<RegistryError> =>
  request.then(
    () => {
      throw new Error('no failure')
    },
    (error) => error,
  )
const paths = (): string[] => server.seen.map(({ path }) => path.replace(/^\/v2\/octo\/app\//, ''))
const layer = (body: Buffer, mediaType = layerType) => ({
  ...descriptor(mediaType, body),
  platform: null,
  reference: null,
})

test('manifest and configuration, one request each, tell what a pull downloads', async () => {
  const { manifest, config, layers } = await server.put('octo/app', 'v1', { a: 'first', b: 'second' })
  const source = registry()
  const image = await resolveImage(await source.root(), source, null)
  expect([image.digest, image.configDigest]).toEqual([digest(manifest), digest(config)])
  expect(image.download).toBe(layers.reduce((sum, { length }) => sum + length, 0))
  expect(paths()).toEqual(['manifests/v1', `blobs/${digest(config)}`])
})

test('a reference by digest, and an index of platforms', async () => {
  const amd = await server.put('octo/app', 'amd', { a: 'amd64' })
  const arm = await server.put('octo/app', 'arm', { a: 'arm64' })
  const entry = ({ manifest }: { manifest: Buffer }, architecture: string) => ({
    ...descriptor(manifestType, manifest),
    platform: { os: 'linux', architecture },
  })
  const document = { schemaVersion: 2, manifests: [entry(amd, 'amd64'), entry(arm, 'arm64')] }
  const index = server.putManifest('octo/app', 'v1', indexType, document)
  const source = registry(`octo/app@${digest(index)}`)
  const root = await source.root()
  expect(root).toMatchObject({ mediaType: indexType, digest: digest(index), size: index.length })
  expect((await resolveImage(root, source, 'linux/arm64')).digest).toBe(digest(arm.manifest))
})

test('the bytes of a layer as they are stored', async () => {
  const { layers } = await server.put('octo/app', 'v1', { a: 'content' })
  const [first] = layers as [Buffer]
  expect(await buffer(await registry().blob(layer(first)))).toEqual(first)
})

test('the bounds of this client and of what reads its documents are one', () => {
  expect(largestDocument).toBe(largestConfig)
})

test('a digest is computed, whatever the registry says', async () => {
  const { manifest } = await server.put('octo/app', 'v1', { a: 'content' })
  server.fault = ({ path }, response) => {
    if (!path.endsWith('/manifests/v1')) return false
    response.writeHead(200, {
      'content-type': manifestType,
      'docker-content-digest': `sha256:${'0'.repeat(64)}`,
    })
    response.end(manifest)
    return true
  }
  expect((await registry().root()).digest).toBe(digest(manifest))
})

test('other bytes under a digest are refused', async () => {
  const asked = `sha256:${'0'.repeat(64)}`
  server.content.set(`/v2/octo/app/manifests/${asked}`, { type: manifestType, body: Buffer.from('{}') })
  await expect(registry(`octo/app@${asked}`).root()).rejects.toThrow('has another digest')
})

test('a layer of another length is cut off', async () => {
  const body = Buffer.alloc(200_000, 'x')
  server.putBlob('octo/app', body)
  const shorter = { ...layer(body), size: 1000 }
  await expect(registry().blob(shorter)).rejects.toThrow('has 200000 bytes at')
  // Without a length of its own, only the bytes tell.
  server.fault = (_seen, response) => {
    response.writeHead(200).write(body)
    return true
  }
  const stream = await registry().blob(shorter)
  await expect(buffer(stream)).rejects.toThrow('is longer than the 1000 bytes that its manifest names')
  expect(stream.destroyed).toBe(true)
})

test('a layer that ends too early is never a smaller one', async () => {
  const body = Buffer.alloc(1000, 'x')
  server.fault = (_seen, response) => {
    response.writeHead(200).end(body.subarray(0, 600))
    return true
  }
  await expect(buffer(await registry().blob(layer(body)))).rejects.toThrow('ended after 600 of 1000 bytes')
  server.fault = (_seen, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write(body.subarray(0, 600))
    setTimeout(() => response.destroy(), 20)
    return true
  }
  await expect(buffer(await registry().blob(layer(body)))).rejects.toThrow(
    /did not come whole from 127.0.0.1/,
  )
})

test('a manifest without end is cut off', async () => {
  server.fault = (_seen, response) => {
    response.writeHead(200, { 'content-type': manifestType })
    const more = (): void =>
      void (response.write(Buffer.alloc(1 << 20)) ? setImmediate(more) : response.once('drain', more))
    more()
    return true
  }
  await expect(registry().root()).rejects.toThrow(`is longer than the ${largestDocument} bytes`)
})

test('a redirect is followed, without the password on another host', async () => {
  const store = await registryServer()
  await login('octo:open-sesame')
  const { layers } = await server.put('octo/app', 'v1', { a: 'content' })
  const [first] = layers as [Buffer]
  store.content.set('/stored', { type: 'application/octet-stream', body: first })
  server.fault = ({ authorization, path }, response) => {
    if (authorization === null)
      return refuse(response, 401, 'UNAUTHORIZED', 'who', { 'www-authenticate': 'Basic realm="r"' })
    const location = path.endsWith('?here') ? `http://${store.host}/stored` : `${path}?here`
    response.writeHead(307, { location }).end('moved')
    return true
  }
  expect(await buffer(await registry().blob(layer(first)))).toEqual(first)
  const basic = `Basic ${Buffer.from('octo:open-sesame').toString('base64')}`
  expect(server.seen.map(({ authorization }) => authorization)).toEqual([null, basic, basic])
  expect(store.seen).toMatchObject([{ path: '/stored', authorization: null }])
  await store.close()
})

test.each([
  [
    'http://169.254.169.254/latest/meta-data',
    'redirects to http://169.254.169.254, where nothing is fetched from',
  ],
  ['file:///etc/passwd', 'redirects to file://, where nothing is fetched from'],
  ['', 'redirects to nowhere'],
  ['/v2/octo/app/blobs/again', 'redirects more than 5 times'],
])('a redirect to %s is not followed', async (location, words) => {
  server.fault = (_seen, response) => {
    response.writeHead(302, { location }).end()
    return true
  }
  await expect(registry().blob(layer(Buffer.from('x')))).rejects.toThrow(words)
})

test('a token without a login, got once for several requests', async () => {
  const { layers } = await server.put('octo/app', 'v1', { a: 'one', b: 'two' })
  server.fault = bearer({ wanted: null, token: 'first-token' })
  const source = registry()
  const blobs = await Promise.all(layers.map((body) => source.blob(layer(body))))
  expect(await Promise.all(blobs.map((blob) => buffer(blob)))).toEqual(layers)
  await source.root()
  expect(server.seen.filter(({ path }) => path.startsWith('/token'))).toEqual([
    {
      method: 'GET',
      path: '/token?service=registry.test&scope=repository%3Aocto%2Fapp%3Apull',
      authorization: null,
      body: '',
    },
  ])
  expect(secrets).toEqual(['first-token'])
})

test('a refusal that comes only after a token was got asks for no second one', async () => {
  const [first, second] = (await server.put('octo/app', 'v1', { a: 'one', b: 'two' })).layers as [
    Buffer,
    Buffer,
  ]
  const answer = bearer({ wanted: null, token: 'first-token' })
  let refuseLate = (): void => {}
  const late = new Promise<void>((resolve) => {
    server.fault = (seen, response) => {
      if (!seen.path.endsWith(digest(second)) || seen.authorization !== null) return answer(seen, response)
      refuseLate = () => answer(seen, response)
      resolve()
      return true
    }
  })
  const source = registry()
  const waiting = source.blob(layer(second))
  await late
  await buffer(await source.blob(layer(first)))
  refuseLate()
  expect(await buffer(await waiting)).toEqual(second)
  expect(server.seen.filter(({ path }) => path.startsWith('/token'))).toHaveLength(1)
})

test('a token for a password, and another one when it has run out', async () => {
  await login('octo:open-sesame')
  await server.put('octo/app', 'v1', { a: 'one' })
  const basic = `Basic ${Buffer.from('octo:open-sesame').toString('base64')}`
  server.fault = bearer({ wanted: basic, token: 'first-token' })
  const source = registry()
  const root = await source.root()
  server.fault = bearer({ wanted: basic, token: 'second-token' })
  await resolveImage(root, source, null)
  expect(secrets).toEqual(['open-sesame', 'first-token', 'open-sesame', 'second-token'])
  expect(server.seen.at(-1)?.authorization).toBe('Bearer second-token')
})

test('a token for an identity token, which stands in no address', async () => {
  const auths = { [server.host]: { identitytoken: 'refresh-me' } }
  await writeFile(join(directory, 'config.json'), JSON.stringify({ auths }))
  await server.put('octo/app', 'v1', { a: 'one' })
  server.fault = bearer({ wanted: null, token: 'first-token' })
  await registry().root()
  expect(server.seen[1]).toMatchObject({ method: 'POST', path: '/token', authorization: null })
  expect(Object.fromEntries(new URLSearchParams(server.seen[1]?.body))).toEqual({
    grant_type: 'refresh_token',
    client_id: 'image-size-guard',
    service: 'registry.test',
    scope: 'repository:octo/app:pull',
    refresh_token: 'refresh-me',
  })
})

test.each([
  ['nobody is logged in', null, 'does not show octo/app without a login, or has none; run docker login'],
  ['the password is wrong', 'octo:wrong-word', 'refuses the credentials that docker has for it'],
])('%s', async (_what, password, words) => {
  if (password !== null) await login(password)
  server.fault = (_seen, response) =>
    refuse(response, 401, 'UNAUTHORIZED', 'authentication required', {
      'www-authenticate': 'Basic realm="r"',
    })
  const failure = await failureOf(registry().root())
  expect(failure.kind).toBe('denied')
  expect(failure.message).toContain(words)
  expect(failure.message).toContain(`docker login ${server.host}`)
  expect(failure.message).toContain('docker/login-action')
  expect(failure.message).not.toContain('wrong-word')
  expect(server.seen).toHaveLength(password === null ? 1 : 2)
})

test('a place for tokens that refuses the password, and one where nothing is sent to', async () => {
  await login('octo:wrong-word')
  server.fault = bearer({ wanted: 'Basic something-else', token: 'never' })
  const failure = await failureOf(registry().root())
  expect([failure.kind, failure.message]).toEqual(['denied', expect.stringContaining('401 for a token')])
  server.seen.length = 0
  server.fault = (_seen, response) => {
    const header = 'Bearer realm="http://tokens.example/token"'
    return refuse(response, 401, 'UNAUTHORIZED', 'who', { 'www-authenticate': header })
  }
  await expect(registry().root()).rejects.toThrow('sends to http://tokens.example for a token')
  expect(server.seen).toHaveLength(1)
})

test('not there and not allowed are told apart', async () => {
  const missing = await failureOf(registry().root())
  expect([missing.kind, missing.message]).toEqual([
    'not-found',
    `${server.host} answers 404 for the manifest v1 of octo/app: MANIFEST_UNKNOWN, manifest unknown`,
  ])
  server.fault = (_seen, response) => refuse(response, 403, 'DENIED', 'not for\n::error::you')
  const denied = await failureOf(registry().root())
  expect([denied.kind, denied.message]).toEqual([
    'denied',
    expect.stringContaining('DENIED, not for ::error::you'),
  ])
  expect(clock.sleeps).toEqual([])
})

test.each([
  [429, { 'retry-after': '7' }, 7000],
  [503, { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5000],
  [500, {}, 1000],
  [502, { 'retry-after': 'soon' }, 1000],
])('an answer of %d with %j is tried again', async (status, headers, waited) => {
  await server.put('octo/app', 'v1', { a: 'one' })
  server.fault = (_seen, response) =>
    server.seen.length > 1 ? false : refuse(response, status, 'TOOMANYREQUESTS', 'slow down', headers)
  await registry().root()
  expect(clock.sleeps).toEqual([waited])
})

test('a registry that never recovers, or asks for an hour, is not waited for', async () => {
  server.fault = (_seen, response) => refuse(response, 500, 'UNKNOWN', 'no')
  await expect(registry().root()).rejects.toThrow('answers 500')
  expect(clock.sleeps).toEqual([1000, 3000, 9000])
  server.fault = (_seen, response) =>
    refuse(response, 429, 'TOOMANYREQUESTS', 'limit', { 'retry-after': '3600' })
  const failure = await failureOf(registry().root())
  expect([failure.kind, failure.message]).toEqual([
    'failed',
    expect.stringContaining('TOOMANYREQUESTS, limit'),
  ])
  expect(clock.sleeps).toHaveLength(3)
})

test('a layer that lies elsewhere is not fetched from there', async () => {
  const foreign = layer(Buffer.from('x'), 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip')
  await expect(registry().blob(foreign)).rejects.toThrow(
    'lies outside the registry, where nothing is fetched from',
  )
  const here = (await server.put('octo/app', 'v1', { a: 'content' })).layers[0] as Buffer
  expect(await buffer(await registry().blob(layer(here, foreign.mediaType)))).toEqual(here)
})

test('nobody listens', async () => {
  const source = registry()
  await server.close()
  const failure = await failureOf(source.root())
  expect(failure.message).toMatch(/^127\.0\.0\.1:\d+ cannot be reached: .*\(ECONNREFUSED\)$/)
  expect(clock.sleeps).toEqual([])
  server = await registryServer()
})

test('a registry elsewhere is reached by TLS through the proxy that the environment names', async () => {
  const asked: (string | undefined)[] = []
  const proxy = createServer().on('connect', ({ url }, socket) => {
    asked.push(url)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY } = process.env
  for (const name of ['https_proxy', 'no_proxy', 'NO_PROXY']) delete process.env[name]
  process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  try {
    const world = { environment: {}, clock, insecure: [], signal: stop.signal, secret: () => {} }
    const source = createRegistry(parseImageReference('registry.test/octo/app'), world)
    await expect(source.root()).rejects.toThrow(/^registry\.test cannot be reached: .*502/)
    expect(asked).toEqual(['registry.test:443'])
  } finally {
    Object.assign(process.env, { https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY })
    for (const [name, value] of Object.entries({ https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY })) {
      if (value === undefined) delete process.env[name]
    }
    proxy.close()
  }
})

test('the signal ends a request and a body, with its reason', async () => {
  const waiting = new Promise<void>((resolve) => {
    server.fault = () => {
      resolve()
      return true
    }
  })
  const asked = failureOf(registry().root())
  await waiting
  const reason = new Error('interrupted')
  stop.abort(reason)
  expect(await asked).toBe(reason)
  stop = new AbortController()
  server.fault = (_seen, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('x')
    return true
  }
  const read = failureOf(buffer(await registry().blob({ ...layer(Buffer.alloc(0)), size: 1000 })))
  stop.abort(reason)
  expect(await read).toBe(reason)
})

test('a configuration of more bytes than its descriptor says is cut off', async () => {
  const config = Buffer.alloc(5000, 'x')
  server.putBlob('octo/app', config)
  const short = { ...layer(config, configType), size: 100 }
  await expect(registry().document(short)).rejects.toThrow('is longer than the 100 bytes')
})

/** Answers only to the bearer of `token`, which it gives for the `Authorization` header `wanted`. */
function bearer({
  wanted,
  token,
}: {
  readonly wanted: string | null
  readonly token: string
}): RegistryServer['fault'] {
  return ({ path, authorization, method }, response) => {
    const realm = `http://${server.host}/token`
    if (path.startsWith('/token')) {
      if (authorization !== wanted) return refuse(response, 401, 'UNAUTHORIZED', 'wrong')
      response.end(JSON.stringify(method === 'POST' ? { access_token: token } : { token, expires_in: 60 }))
      return true
    }
    if (authorization === `Bearer ${token}`) return false
    const header = `Bearer realm="${realm}",service="registry.test",scope="repository:octo/app:pull"`
    return refuse(response, 401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': header })
  }
}
