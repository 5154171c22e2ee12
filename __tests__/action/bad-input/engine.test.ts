import { chmod } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, jest, test } from '@jest/globals'
import { leavingNothing } from '../engine-state.ts'
import { runAction, runTerminal } from '../run-program.ts'
import { pullRequest, type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

let place: Workplace
afterEach(() => place.remove())

const files = { Dockerfile: 'FROM scratch\nCOPY a /a\n', a: '1' }
const start = '  start it (sudo systemctl start docker), or set DOCKER_HOST to the one to use\n'
const kinds =
  '  use unix:///var/run/docker.sock or tcp://HOST:PORT; forward an ssh engine with: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST\n'

test.each([
  [
    'no socket at the address',
    'unix:///nowhere/docker.sock',
    2,
    `Error: No Docker engine answers at unix:///nowhere/docker.sock\n${start}`,
  ],
  [
    'nobody listens at the address',
    'tcp://127.0.0.1:1',
    2,
    `Error: No Docker engine answers at tcp://127.0.0.1:1\n${start}`,
  ],
  [
    'a kind of address that is not supported',
    'ssh://somebody@somewhere',
    3,
    `Error: DOCKER_HOST: "ssh://somebody@somewhere" is not an endpoint that can be used here\n${kinds}`,
  ],
] as const)('%s', async (_name, host, exitCode, message) => {
  place = await workplace(files)
  const options = { variables: { DOCKER_HOST: host } }
  const run = await leavingNothing(place, () => runTerminal(place, ['compare'], options))
  expect(run).toEqual({ exitCode, stdout: '', stderr: message })
})

test('no engine in an action', async () => {
  place = await pullRequest(files, { a: '22' })
  const variables = { DOCKER_HOST: 'unix:///nowhere/docker.sock' }
  const run = await leavingNothing(place, () => runAction(place, { variables }))
  expect(run).toMatchObject({ exitCode: 2, stderr: '', summary: '', outputs: '' })
  expect(run.stdout).toBe(
    '::error::No Docker engine answers at unix:///nowhere/docker.sock%0Astart it (sudo systemctl start docker), or set DOCKER_HOST to the one to use\n',
  )
})

test("no permission on the engine's socket", async () => {
  place = await workplace(files)
  const socket = join(place.folder, 'docker.sock')
  const engine = createServer((connection) => connection.end())
  await new Promise<void>((resolve) => engine.listen(socket, resolve))
  try {
    await chmod(socket, 0)
    const options = { bound: true, variables: { DOCKER_HOST: `unix://${socket}` } }
    const run = await leavingNothing(place, () => runTerminal(place, ['compare'], options))
    expect(run).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        `Error: No permission on the Docker engine's socket unix://${socket}\n` +
        '  run as a member of the docker group: sudo usermod -aG docker "$USER", then log in again\n',
    })
  } finally {
    engine.close()
  }
})

test.each([
  [
    'https',
    /^Error: TLS with the Docker engine at (https:\S+) failed \(EPROTO\)\n {2}correct DOCKER_HOST, or set DOCKER_CERT_PATH to the folder with its ca\.pem, cert\.pem and key\.pem\n$/,
  ],
  [
    'http',
    /^Error: What answers at (http:\S+) does not speak HTTP \(HPE_INVALID_CONSTANT\)\n {2}correct DOCKER_HOST\n$/,
  ],
])('something else than an engine at an address with %s', async (protocol, message) => {
  place = await workplace(files)
  const echo = createServer((connection) => connection.once('data', (said) => connection.end(said)))
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = echo.address() as AddressInfo
    const variables = { DOCKER_HOST: `${protocol}://127.0.0.1:${port}` }
    const run = await leavingNothing(place, () => runTerminal(place, ['compare'], { variables }))
    expect(run).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) })
  } finally {
    echo.close()
  }
})
