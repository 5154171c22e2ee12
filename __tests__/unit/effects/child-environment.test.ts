import { expect, test } from '@jest/globals'
import { childEnvironment } from '../../../src/effects/child-environment.ts'

test('only what the client needs passes', () => {
  const passed = {
    PATH: '/bin',
    HOME: '/root',
    DOCKER_CONFIG: '/c',
    BUILDX_BUILDER: 'mine',
    BUILDKIT_COLORS: 'x',
    https_proxy: 'http://p',
    SSL_CERT_FILE: '/ca',
    SSH_AUTH_SOCK: '/s',
  }
  const held = {
    INPUT_GITHUB_TOKEN: 'ghs_secret',
    ACTIONS_RUNTIME_TOKEN: 'rt_secret',
    GITHUB_TOKEN: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    BUILDX_GIT_LABELS: 'full',
    DOCKER_CONTEXT: 'other',
    NODE_OPTIONS: '--require x',
    UNSET: undefined,
  }
  expect(childEnvironment({ ...passed, ...held, DOCKER_HOST: 'tcp://other' }, 'unix:///s')).toEqual({
    ...passed,
    DOCKER_HOST: 'unix:///s',
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
  })
})

test("what a workflow tells docker login stays out, although its name begins as the client's own", () => {
  const given = { DOCKER_PASSWORD: 'a', DOCKER_HUB_TOKEN: 'b', DOCKER_CONFIG: '/config' }
  const seen = childEnvironment(given, 'unix:///socket')
  expect(Object.keys(seen).sort()).toEqual(['BUILDX_NO_DEFAULT_ATTESTATIONS', 'DOCKER_CONFIG', 'DOCKER_HOST'])
})
