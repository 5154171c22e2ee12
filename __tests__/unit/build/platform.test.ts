import { expect, test } from '@jest/globals'
import { platformMismatch } from '../../../src/build/platform.ts'

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
