import { chmod } from 'node:fs/promises'
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
  await chmod(place.folder, 0o755)
  await chmod(place.temporary, 0o777)
  const run = await leavingNothing(place, () => runTerminal(place, ['compare'], { user: 'nobody' }))
  expect(run).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      "Error: No permission on the Docker engine's socket unix:///var/run/docker.sock\n" +
      '  run as a member of the docker group: sudo usermod -aG docker "$USER", then log in again\n',
  })
})
