import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ImageReference } from '../../config/values/image-reference.ts'
import type { BlobSource } from '../../inspect/oci/blob-source.ts'
import type { Descriptor } from '../../inspect/oci/descriptor.ts'
import type { Clock } from '../clock.ts'
import { addressOf } from './address.ts'
import { createLogin, type LoginWorld } from './login.ts'
import { exactBody, readBody } from './read-body.ts'
import { RegistryError, refusal } from './registry-error.ts'
import { createRepository, type Repository } from './repository.ts'
import { createRetry, type Retry } from './retry.ts'
import { createSend } from './send.ts'

/** An image in a registry. Every method rejects with a `RegistryError`, or with the signal's reason. */
export interface Registry extends BlobSource {
  /** What the reference points at now, with the digest that its bytes have. Asked once; the document is kept. */
  root(): Promise<Descriptor>
}

/** What a registry's client needs of the outside world. */
export interface RegistryWorld extends LoginWorld {
  readonly clock: Clock
  /** Hosts, as references write them, that may be reached by plain HTTP beside those on this machine. */
  readonly insecure: readonly string[]
}

/** Most bytes of a manifest, an index or a configuration. */
export const largestDocument = 8 * 1024 * 1024

/**
 * The image that a reference names, over the registry's API (OCI distribution-spec 1.1): a manifest and its
 * configuration are one request each. Nothing is asked before `root`.
 */
export function createRegistry(reference: ImageReference, world: RegistryWorld): Registry {
  const address = addressOf(reference, world.insecure)
  const send = createSend(world.signal)
  const retry = createRetry(world.clock, world.signal)
  const repository = createRepository(address, createLogin(address, send, world), send)
  const kept = new Map<string, Buffer>()
  let asked: Promise<Descriptor> | null = null
  return {
    root() {
      asked ??= askRoot(repository, address.target, retry).then(({ descriptor, content }) => {
        kept.set(descriptor.digest, content)
        return descriptor
      })
      return asked
    },
    document: async (descriptor) =>
      kept.get(descriptor.digest) ?? readDocument(repository, descriptor, retry),
    blob: (descriptor) => retry(() => openBlob(repository, descriptor)),
  }
}

async function askRoot(
  repository: Repository,
  target: string,
  retry: Retry,
): Promise<{ readonly descriptor: Descriptor; readonly content: Buffer }> {
  const { mediaType, content } = await retry(async () => {
    const answer = await repository.manifest(target)
    const body = await readBody(answer, largestDocument, `the manifest ${target}`)
    return { mediaType: (answer.headers['content-type'] ?? '').replace(/\s*;.*$/, ''), content: body }
  })
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  if (target.startsWith('sha256:') && target !== digest) {
    throw refusal('failed', `what came for ${target} has another digest`)
  }
  return { descriptor: { mediaType, digest, size: content.length, platform: null, reference: null }, content }
}

function readDocument(repository: Repository, descriptor: Descriptor, retry: Retry): Promise<Buffer> {
  const { digest, mediaType, size } = descriptor
  return retry(async () => {
    const answer = await (/manifest|index/.test(mediaType)
      ? repository.manifest(digest)
      : repository.blob(digest))
    return readBody(answer, Math.min(size, largestDocument), digest)
  })
}

async function openBlob(repository: Repository, { digest, mediaType, size }: Descriptor): Promise<Readable> {
  try {
    return exactBody(await repository.blob(digest), size, `the layer ${digest}`)
  } catch (error) {
    const elsewhere = /\.(foreign|nondistributable)\./.test(mediaType)
    if (!(elsewhere && error instanceof RegistryError && error.kind === 'not-found')) throw error
    throw refusal(
      'failed',
      `the layer ${digest} (${mediaType}) lies outside the registry, where nothing is fetched from`,
    )
  }
}
