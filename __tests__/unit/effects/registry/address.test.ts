import { expect, test } from '@jest/globals'
import { parseImageReference } from '../../../../src/config/values/image-reference.ts'
import { addressOf, mayGoTo } from '../../../../src/effects/registry/address.ts'

const hubKey = 'https://index.docker.io/v1/'
const digest = `sha256:${'ab'.repeat(32)}`

test.each([
  ['python', 'docker.io', 'https://registry-1.docker.io', 'library/python', 'latest', hubKey],
  ['octo/app:v1', 'docker.io', 'https://registry-1.docker.io', 'octo/app', 'v1', hubKey],
  ['docker.io/python:3', 'docker.io', 'https://registry-1.docker.io', 'library/python', '3', hubKey],
  ['index.docker.io/octo/app', 'docker.io', 'https://registry-1.docker.io', 'octo/app', 'latest', hubKey],
  ['ghcr.io/octo/a/b:v1', 'ghcr.io', 'https://ghcr.io', 'octo/a/b', 'v1', 'ghcr.io'],
  [`ghcr.io/octo/app:v1@${digest}`, 'ghcr.io', 'https://ghcr.io', 'octo/app', digest, 'ghcr.io'],
  ['Registry/app', 'Registry', 'https://registry', 'app', 'latest', 'Registry'],
  ['registry:5000/app', 'registry:5000', 'https://registry:5000', 'app', 'latest', 'registry:5000'],
  ['localhost/app', 'localhost', 'http://localhost', 'app', 'latest', 'localhost'],
  ['localhost:5000/app', 'localhost:5000', 'http://localhost:5000', 'app', 'latest', 'localhost:5000'],
  ['127.1.2.3:80/app', '127.1.2.3:80', 'http://127.1.2.3', 'app', 'latest', '127.1.2.3:80'],
  ['[::1]:5000/app', '[::1]:5000', 'http://[::1]:5000', 'app', 'latest', '[::1]:5000'],
  [
    'localhost.evil.example/app',
    'localhost.evil.example',
    'https://localhost.evil.example',
    'app',
    'latest',
    'localhost.evil.example',
  ],
  [
    '127.0.0.1.evil.example/app',
    '127.0.0.1.evil.example',
    'https://127.0.0.1.evil.example',
    'app',
    'latest',
    '127.0.0.1.evil.example',
  ],
])('%s lies at', (text, host, origin, repository, target, credentialKey) => {
  const address = addressOf(parseImageReference(text), [])
  expect({ ...address, origin: address.origin.origin }).toEqual({
    ...{ host, origin, repository, target, credentialKey },
  })
})

test('a registry by plain HTTP is one that is named, port and all', () => {
  const schemeOf = (text: string) =>
    addressOf(parseImageReference(text), ['registry.internal:5000', 'docker.io']).origin.protocol
  expect(schemeOf('registry.internal:5000/app')).toBe('http:')
  expect(schemeOf('registry.internal/app')).toBe('https:')
  expect(schemeOf('registry.internal:5001/app')).toBe('https:')
  expect(schemeOf('python')).toBe('https:')
})

test.each([
  ['https://cdn.example/x', 'https://ghcr.io', true],
  ['https://cdn.example/x', 'http://127.0.0.1:5000', true],
  ['http://cdn.example/x', 'https://ghcr.io', false],
  ['http://ghcr.io/x', 'https://ghcr.io', false],
  ['http://127.0.0.1:9000/x', 'https://ghcr.io', false],
  ['http://127.0.0.1:9000/x', 'http://127.0.0.1:5000', true],
  ['http://169.254.169.254/latest', 'http://127.0.0.1:5000', false],
  ['https://user:word@cdn.example/x', 'https://ghcr.io', false],
  ['file:///etc/passwd', 'http://127.0.0.1:5000', false],
])('may %s be fetched for %s: %s', (target, registry, expected) => {
  expect(mayGoTo(new URL(target), new URL(registry))).toBe(expected)
})
