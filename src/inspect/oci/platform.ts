import { MeasureError } from '../measure-error.ts'
import type { Descriptor } from './descriptor.ts'

/**
 * The manifest of an index that is for a platform. Attestations are no images. Without a platform: the only
 * image there is, else the one for Linux on this machine's processor, as the engine would pull it. A variant
 * (`arm/v7`) must be equal where the wanted platform names one.
 *
 * Throws a `MeasureError` that lists the platforms that there are.
 */
export function choosePlatform(manifests: readonly Descriptor[], platform: string | null): Descriptor {
  const images = manifests.filter(
    ({ reference, platform }) => reference === null && platform !== 'unknown/unknown',
  )
  const [only] = images
  if (platform === null && only && images.length === 1) return only
  const wanted = platform ?? `linux/${architecture}`
  const found = images.find((one) => one.platform === wanted || one.platform?.startsWith(`${wanted}/`))
  if (found) return found
  const there = images.map((one) => one.platform ?? 'one without a platform')
  const list = there.length === 0 ? 'it holds no image' : `there are ${there.join(', ')}`
  throw new MeasureError(`the image index has nothing for ${wanted}; ${list}`)
}

// Go's names for what Node names otherwise.
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }
const architecture = architectures[process.arch] ?? process.arch
