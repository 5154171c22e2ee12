import { platformMismatch } from '../../build/platform.ts'
import type { ImageHead } from '../describe-image.ts'
import type { RunConfig } from '../image.ts'
import { isRecord } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'
import type { StoredImage } from '../oci/resolve-image.ts'

/** What a configuration says of the whole image; see `ImageHead`. */
export type StoredHead = Pick<
  ImageHead,
  'id' | 'digest' | 'os' | 'architecture' | 'run' | 'diffIds' | 'createdBy'
>

/**
 * Reads the configuration of a stored image (OCI image-spec, config.md). `id` is the configuration's digest, which the
 * classic image store names an image by. Throws a `MeasureError` for an image that is not for Linux, or not for the
 * platform that was asked for.
 */
export function storedHead(image: StoredImage, platform: string | null): StoredHead {
  const { document, config, digest, configDigest } = image
  const { os, architecture, variant } = document
  if (typeof os !== 'string' || typeof architecture !== 'string') {
    throw new MeasureError('the image configuration names no operating system or no architecture')
  }
  if (os !== 'linux') throw new MeasureError(`the image is for ${os}; only images for Linux are measured`)
  const wrong = platformMismatch(platform, {
    os,
    architecture,
    variant: typeof variant === 'string' && variant !== '' ? variant : null,
  })
  if (wrong !== null) throw new MeasureError(`the image cannot be used: ${wrong}`)
  return {
    ...{ id: configDigest, digest, os, architecture },
    run: runOf(document.config),
    ...{ diffIds: config.diffIds, createdBy: config.createdBy },
  }
}

function runOf(value: unknown): RunConfig {
  const config = isRecord(value) ? value : {}
  return {
    env: textsOf(config.Env) ?? [],
    entrypoint: textsOf(config.Entrypoint),
    cmd: textsOf(config.Cmd),
    user: textOf(config.User),
    workdir: textOf(config.WorkingDir),
  }
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : null
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
