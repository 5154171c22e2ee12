import type { ImageDetails } from '../effects/docker/docker.ts'

/**
 * Compares a platform that was asked for (`linux/arm64`, `linux/arm/v7`) with what an image says of itself. Null when
 * they agree or nothing was asked for; else the difference in words. A variant counts only when both name one.
 */
export function platformMismatch(
  platform: string | null,
  image: Pick<ImageDetails, 'os' | 'architecture' | 'variant'>,
): string | null {
  if (platform === null) return null
  const [os, architecture, variant] = platform.split('/')
  const same =
    os === image.os &&
    normal(architecture ?? '') === normal(image.architecture) &&
    (variant === undefined || image.variant === null || variant === image.variant)
  const actual = [image.os, image.architecture, image.variant].filter((part) => part !== null).join('/')
  return same ? null : `it is for ${actual}, not for ${platform}`
}

// The names of `uname`, as containerd/platforms normalises them.
function normal(architecture: string): string {
  const aliases: Record<string, string> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64' }
  return aliases[architecture] ?? architecture
}
