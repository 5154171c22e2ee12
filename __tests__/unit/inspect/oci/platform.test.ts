import { expect, test } from '@jest/globals'
import type { Descriptor } from '../../../../src/inspect/oci/descriptor.ts'
import { choosePlatform } from '../../../../src/inspect/oci/platform.ts'

const one = (platform: string | null, reference: string | null = null): Descriptor => ({
  ...{ mediaType: '', size: 1, digest: `sha256:${'a'.repeat(64)}` },
  ...{ platform, reference },
})
const machine = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64'

test.each([
  [['linux/amd64', 'linux/arm64/v8'], 'linux/arm64', 'linux/arm64/v8'],
  [['linux/amd64', 'linux/arm64'], 'linux/arm64/v8', 'linux/arm64'],
  [['linux/amd64', 'linux/arm64'], 'linux/aarch64', 'linux/arm64'],
  [['linux/amd64/v3', 'linux/amd64'], 'linux/amd64', 'linux/amd64'],
  [['linux/amd64/v3'], 'linux/amd64', 'linux/amd64/v3'],
  [['linux/amd64', 'linux/amd64/v3'], 'linux/amd64/v3', 'linux/amd64/v3'],
  [['linux/arm/v6', 'linux/arm/v7'], 'linux/arm', 'linux/arm/v7'],
  [['linux/arm/v6', 'linux/arm/v7'], 'linux/arm/v6', 'linux/arm/v6'],
  [['windows/amd64', machine], null, machine],
  [['linux/s390x'], null, 'linux/s390x'],
])('of %j for %s: %s', (platforms, wanted, chosen) => {
  expect(
    choosePlatform(
      platforms.map((platform) => one(platform)),
      wanted,
    ).platform,
  ).toBe(chosen)
})

test('an attestation is no image', () => {
  const index = [one('linux/s390x'), one('unknown/unknown'), one('linux/amd64', 'attestation-manifest')]
  expect(choosePlatform(index, null).platform).toBe('linux/s390x')
})

test.each([
  [['linux/arm/v6'], 'linux/arm/v7', 'linux/arm/v7; there are linux/arm/v6'],
  [['windows/amd64', 'linux/s390x'], 'linux/amd64', 'linux/amd64; there are windows/amd64, linux/s390x'],
  [[null, null], 'linux/amd64', 'linux/amd64; there are one without a platform, one without a platform'],
  [[], 'linux/amd64', 'linux/amd64; it holds no image'],
  [
    Array.from({ length: 12 }, (_, index) => `linux/x${index}`),
    'linux/amd64',
    `linux/amd64; there are ${Array.from({ length: 10 }, (_, index) => `linux/x${index}`).join(', ')} and 2 more`,
  ],
])('of %j nothing is for %s', (platforms, wanted, message) => {
  expect(() =>
    choosePlatform(
      platforms.map((platform) => one(platform)),
      wanted,
    ),
  ).toThrow(`the image index has nothing for ${message}`)
})
