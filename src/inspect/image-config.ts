import { createHash } from 'node:crypto'

/** What the configuration of an image says of its layers, lowest first. */
export interface ImageConfig {
  readonly diffIds: readonly string[]
  /** The history's text for each layer; null where the history does not fit the layers. */
  readonly createdBy: readonly (string | null)[]
}

/** Most bytes of an image's configuration, or of another JSON blob, that are read. */
export const largestConfig = 8 * 1024 * 1024

/**
 * Reads an image configuration (OCI image-spec, `application/vnd.oci.image.config.v1+json`): history items
 * without `empty_layer` stand for the layers one to one. Returns null for anything else.
 */
export function parseImageConfig(value: unknown): ImageConfig | null {
  if (!isRecord(value) || !isRecord(value.rootfs)) return null
  const diffIds = value.rootfs.diff_ids ?? []
  if (!Array.isArray(diffIds) || !diffIds.every((id) => typeof id === 'string')) return null
  const history: unknown[] = Array.isArray(value.history) ? value.history : []
  const items = history.filter(isRecord).filter((item) => item.empty_layer !== true)
  const fits = items.length === diffIds.length
  return { diffIds, createdBy: diffIds.map((_, index) => (fits ? textOf(items[index]?.created_by) : null)) }
}

/** `sha256:` and the digest of some bytes. */
export function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses JSON; undefined when it is none. */
export function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
