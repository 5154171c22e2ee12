import { expect, test } from '@jest/globals'
import { errorKind } from '../../../src/build/error-kind.ts'
import { parseImageReference } from '../../../src/build/image-reference.ts'
import { platformMismatch } from '../../../src/build/platform.ts'
import { UserError } from '../../../src/errors.ts'

const digest = `sha256:${'a'.repeat(64)}`
test.each([
  ['python', 'python', null, null],
  ['python:3.12-slim', 'python', '3.12-slim', null],
  ['ghcr.io/Owner', null, null, null],
  ['ghcr.io/owner/name:Tag_1', 'ghcr.io/owner/name', 'Tag_1', null],
  ['localhost:5000/a/b__c:1', 'localhost:5000/a/b__c', '1', null],
  ['[::1]:5000/a', '[::1]:5000/a', null, null],
  [`a/b:1@${digest}`, 'a/b', '1', digest],
  ['Python', null, null, null],
  ['a b', null, null, null],
  ['--help', null, null, null],
  ['a//b', null, null, null],
  ['a:', null, null, null],
  ['a@sha256:12', null, null, null],
  ['', null, null, null],
  ['x'.repeat(256), null, null, null],
  ['a\nb', null, null, null],
])('%j', (text, repository, tag, wanted) => {
  if (repository === null) expect(() => parseImageReference(text)).toThrow(UserError)
  else expect(parseImageReference(text)).toEqual({ repository, tag, digest: wanted })
})

test.each([
  ['manifest for python:9.9 not found: manifest unknown: manifest unknown', 'not-found'],
  ["pull access denied for x, repository does not exist or may require 'docker login'", 'denied'],
  ['unauthorized: authentication required', 'denied'],
  ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'not-found'],
  ['write /var/lib/docker/tmp/x: no space left on device', 'disk-full'],
  ['Get "https://r.example/v2/": dial tcp: lookup r.example: no such host', 'failed'],
  ['toomanyrequests: You have reached your pull rate limit', 'failed'],
])('%s', (words, kind) => {
  expect(errorKind(words)).toBe(kind)
})

test.each([
  [null, 'arm64', null, true],
  ['linux/amd64', 'amd64', null, true],
  ['linux/x86_64', 'amd64', null, true],
  ['linux/arm64', 'amd64', null, false],
  ['linux/arm/v7', 'arm', 'v6', false],
  ['linux/arm64/v8', 'arm64', null, true],
  ['windows/amd64', 'amd64', null, false],
])('platform %s on %s %s', (platform, architecture, variant, same) => {
  expect(platformMismatch(platform, { os: 'linux', architecture, variant }) === null).toBe(same)
})
