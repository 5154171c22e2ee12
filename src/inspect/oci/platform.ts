import { MeasureError } from '../measure-error.ts'
import type { Descriptor } from './descriptor.ts'

/**
 * The manifest of an index that is for a platform. Attestations are no images. Without a platform: the only
 * image there is, else the one for Linux on this machine's processor, as the engine would pull it. A variant
 * (`arm/v6`) must be equal where the wanted platform names one; without one the plain platform is preferred, and
 * `linux/arm` is `linux/arm/v7`, as containerd has it.
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
  const exact = images.find((one) => one.platform !== null && normal(one.platform) === normal(wanted))
  const found = exact ?? images.find((one) => one.platform?.startsWith(`${normal(wanted)}/`))
  if (found) return found
  const there = images.map((one) => one.platform ?? 'one without a platform')
  const list = there.length === 0 ? 'it holds no image' : `there are ${listed(there)}`
  throw new MeasureError(`the image index has nothing for ${wanted}; ${list}`)
}

// As containerd/platforms normalises them: names of `uname`, and the variants that go without saying.
function normal(platform: string): string {
  const [os = '', written = '', variant = ''] = platform.split('/')
  const architecture = aliases[written] ?? written
  const isImplied =
    (architecture === 'arm64' && variant === 'v8') || (architecture === 'amd64' && variant === 'v1')
  const said = architecture === 'arm' && variant === '' ? 'v7' : isImplied ? '' : variant
  return [os, architecture, said].filter((part) => part !== '').join('/')
}

const aliases: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
}

function listed(platforms: readonly string[]): string {
  const more = platforms.length - 10
  return `${platforms.slice(0, 10).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

// Go's names for what Node names otherwise.
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }
const architecture = architectures[process.arch] ?? process.arch
