import { expect, test } from '@jest/globals'
import { errorKind } from '../../../src/build/error-kind.ts'

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
