import { expect, test } from '@jest/globals'
import { readChallenge } from '../../../../src/effects/registry/challenge.ts'

test.each([
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/python:pull"',
    'https://auth.docker.io/token',
    'registry.docker.io',
    'repository:library/python:pull',
  ],
  [
    'bearer Realm="https://a/b" , scope="repository:a:pull,push"',
    'https://a/b',
    null,
    'repository:a:pull,push',
  ],
  ['Basic realm="x, Bearer y", Bearer realm=https://a/b', 'https://a/b', null, null],
  ['Bearer realm="https://a/\\"b"', 'https://a/"b', null, null],
])('a token: %s', (header, realm, service, scope) => {
  expect(readChallenge(header)).toEqual({ scheme: 'bearer', realm, service, scope })
})

test.each(['Basic realm="Registry Realm"', 'BASIC', 'Negotiate, Basic realm=x'])(
  'a password: %s',
  (header) => {
    expect(readChallenge(header)).toEqual({ scheme: 'basic' })
  },
)

test('several headers', () => {
  const headers = ['Basic realm="x"', 'Bearer realm="https://a/b"']
  expect(readChallenge(headers)).toMatchObject({ scheme: 'bearer', realm: 'https://a/b' })
})

test.each([undefined, '', 'Negotiate', 'Bearer', 'Bearer service="x"', 'Digest realm="basic"'])(
  'nothing that we know: %s',
  (header) => {
    expect(readChallenge(header)).toBeNull()
  },
)
