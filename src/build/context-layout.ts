import { relative, sep } from 'node:path'
import type { PreparedBuild } from './build-plan.ts'
import type { ContextFilter } from './context-filter.ts'
import { contextDirectory } from './context-name.ts'
import type { packContext } from './context-packer.ts'
import { readBelow } from './context-prefix.ts'

/** How a context is sent through the API: the Dockerfile's path in the tar, and the tar's layout. */
export interface ApiLayout {
  readonly dockerfile: string
  readonly layout: Parameters<typeof packContext>[2]
}

/**
 * The engine reads the Dockerfile out of the context. One that is not part of it (it lies outside, or is ignored)
 * must not become part of the image by `COPY . .`: then the context goes below a directory of the tar, with a
 * copy of the Dockerfile beside it that takes its files from there.
 */
export function apiLayout(build: Pick<PreparedBuild, 'files' | 'text'>, filter: ContextFilter): ApiLayout {
  const path = relative(build.files.context, build.files.dockerfile).split(sep).join('/')
  if (!path.startsWith('../') && filter(path)) return { dockerfile: path, layout: { prefix: '', extra: [] } }
  const content = readBelow(build.text)
  return {
    dockerfile: 'Dockerfile',
    layout: { prefix: contextDirectory, extra: [{ name: 'Dockerfile', content }] },
  }
}
