import type { Docker } from '../effects/docker/docker.ts'
import { type ContentSink, readTarOf } from './read-tar.ts'
import type { TarEntry } from './tar-entry.ts'

/**
 * Reads what a container has at a path, as `readTar` reads a stream. Rejects as that does, with what the engine rejects
 * with, and with the signal's reason.
 */
export function readContainerTar(
  { docker, signal }: { readonly docker: Docker; readonly signal: AbortSignal },
  { id, path }: { readonly id: string; readonly path: string },
  open: (entry: TarEntry) => ContentSink | null,
): Promise<void> {
  return readTarOf((take) => docker.containers.readArchive(id, path, take, signal), open)
}
