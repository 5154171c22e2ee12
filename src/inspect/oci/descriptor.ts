import { isRecord } from '../image-config.ts'
import { MeasureError } from '../measure-error.ts'

/** What points at content (OCI image-spec, descriptor.md): its type, its digest and its bytes as stored. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  /** `linux/arm64/v8`; null where an index does not say. */
  readonly platform: string | null
  /** What a manifest in an index is beside an image, such as an attestation; null for an image. */
  readonly reference: string | null
}

/** Reads a descriptor. Throws a `MeasureError` for anything else, naming `what` it stands for. */
export function parseDescriptor(value: unknown, what: string): Descriptor {
  if (!isRecord(value)) throw new MeasureError(`${what} has no descriptor`)
  const { mediaType, digest, size } = value
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new MeasureError(`${what} has a digest that is not sha256`)
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new MeasureError(`${what} has no valid size`)
  }
  return {
    mediaType: typeof mediaType === 'string' ? mediaType : '',
    digest,
    size,
    platform: platformOf(value.platform),
    reference: referenceOf(value.annotations),
  }
}

function platformOf(value: unknown): string | null {
  if (!isRecord(value) || typeof value.os !== 'string' || typeof value.architecture !== 'string') return null
  const variant = typeof value.variant === 'string' && value.variant !== '' ? `/${value.variant}` : ''
  return `${value.os}/${value.architecture}${variant}`
}

// BuildKit marks attestations so (moby/buildkit docs/attestations/attestation-storage.md).
function referenceOf(annotations: unknown): string | null {
  const type = isRecord(annotations) ? annotations['vnd.docker.reference.type'] : null
  return typeof type === 'string' ? type : null
}
