import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Header, type Pack, pack } from 'tar-stream'
import type { ContextFilter } from './context-filter.ts'

/** A file that is added to the context beside what the directory holds. */
export interface ExtraFile {
  readonly name: string
  readonly content: string
}

/**
 * A tar of a build context, as BuildKit's client would send it: sorted, owner 0:0, modes kept, links as links, without
 * sockets, pipes and devices. It is read as slowly as it is consumed. With a `prefix` the context lies
 * below that directory; `extra` files stand at the root. A file that cannot be read, or that changes its
 * size meanwhile, destroys the stream with the error.
 */
export function packContext(
  directory: string,
  filter: ContextFilter,
  layout: { readonly prefix: string; readonly extra: readonly ExtraFile[] },
): Readable {
  const tar = pack()
  const walk: Walk = { tar, directory, filter, prefix: layout.prefix, written: new Set() }
  const fill = async (): Promise<void> => {
    // BuildKit only takes for a tar what begins with a plain header, not with an extended one.
    await entry(tar, { name: './', type: 'directory', mtime: epoch })
    for (const { name, content } of layout.extra) tar.entry({ name, mode: 0o644, mtime: epoch }, content)
    if (layout.prefix !== '') await entry(tar, { name: layout.prefix, type: 'directory', mtime: epoch })
    await addChildren(walk, '')
    tar.finalize()
  }
  fill().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))))
  return Readable.from(tar, { objectMode: false })
}

interface Walk {
  readonly tar: Pack
  readonly directory: string
  readonly filter: ContextFilter
  readonly prefix: string
  /** Directories that are in the tar already. */
  readonly written: Set<string>
}

const epoch = new Date(0)

async function addChildren(walk: Walk, path: string): Promise<void> {
  const names = await readdir(join(walk.directory, path))
  for (const name of names.sort()) await addEntry(walk, path === '' ? name : `${path}/${name}`)
}

async function addEntry(walk: Walk, path: string): Promise<void> {
  const stats = await lstat(join(walk.directory, path))
  const included = walk.filter(path)
  const sent = stats.isDirectory() || stats.isFile() || stats.isSymbolicLink()
  if (included && sent) await writeWithParents(walk, path, stats)
  if (stats.isDirectory() && (included || walk.filter.hasExceptions)) await addChildren(walk, path)
}

// An excluded directory is part of the context when something below it is.
async function writeWithParents(walk: Walk, path: string, stats: Stats): Promise<void> {
  const names = path.split('/')
  for (let depth = 1; depth < names.length; depth++) {
    const parent = names.slice(0, depth).join('/')
    if (!walk.written.has(parent)) await writeEntry(walk, parent, await lstat(join(walk.directory, parent)))
  }
  await writeEntry(walk, path, stats)
}

async function writeEntry(walk: Walk, path: string, stats: Stats): Promise<void> {
  const source = join(walk.directory, path)
  const header = {
    name: walk.prefix === '' ? path : `${walk.prefix}/${path}`,
    mode: stats.mode & 0o7777,
    mtime: new Date(Math.floor(stats.mtimeMs / 1000) * 1000),
  }
  if (stats.isDirectory()) {
    walk.written.add(path)
    await entry(walk.tar, { ...header, type: 'directory' })
  } else if (stats.isSymbolicLink()) {
    await entry(walk.tar, { ...header, type: 'symlink', linkname: await readlink(source) })
  } else if (stats.size === 0) {
    await entry(walk.tar, { ...header, type: 'file' })
  } else {
    const body = createReadStream(source, { end: stats.size - 1 })
    await pipeline(body, walk.tar.entry({ ...header, type: 'file', size: stats.size }))
  }
}

async function entry(tar: Pack, header: Partial<Header> & { name: string }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    tar.entry(header, '', (error) => (error ? reject(error) : resolve()))
  })
}
