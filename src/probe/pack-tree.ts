import { once } from 'node:events'
import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Header, type Pack, pack } from 'tar-stream'
import type { CheckoutPlace } from './checkout-place.ts'
import type { Owner } from './container-user.ts'
import { fileErrorCode } from './file-error.ts'

/** A tar in the making. `finished` resolves with what could not be copied as it was, once the tar is complete. */
export interface PackedTree {
  readonly tar: Readable
  readonly finished: Promise<readonly string[]>
}

/**
 * Packs a tree for a place in a container, streaming, without anything named `.git` and without the paths of
 * `leaveOut`, relative to the tree. Everything belongs to
 * `owner`, who may write to all of it; without one, everybody may. Sockets, devices and pipes are left out.
 * The tar always ends well, so that the request that carries it does: a file that cannot be read is filled
 * with zeros and named in `finished`.
 */
export function packTree(
  tree: string,
  leaveOut: readonly string[],
  place: CheckoutPlace,
  owner: Owner | null,
): PackedTree {
  const archive = pack()
  const left = new Set(leaveOut.map((path) => join(tree, path)))
  const writer: Writer = { archive, left, owner, problems: [] }
  const finished = writeTree(writer, tree, place).then(() => writer.problems)
  return { tar: Readable.from(archive, { objectMode: false }), finished }
}

interface Writer {
  readonly archive: Pack
  /** Absolute paths that are not copied. */
  readonly left: ReadonlySet<string>
  readonly owner: Owner | null
  readonly problems: string[]
}

async function writeTree(writer: Writer, tree: string, place: CheckoutPlace): Promise<void> {
  for (const parent of place.missingParents) {
    writer.archive.entry({ name: `${parent.slice(1)}/`, type: 'directory', mode: 0o755 })
  }
  try {
    await writeEntry(writer, tree, place.directory.slice(1))
  } finally {
    writer.archive.finalize()
  }
}

async function writeEntry(writer: Writer, path: string, name: string): Promise<void> {
  try {
    const stats = await lstat(path)
    if (stats.isDirectory()) await writeDirectory(writer, path, name, stats)
    else if (stats.isSymbolicLink()) await writeLink(writer, path, name, stats)
    else if (stats.isFile()) await writeFile(writer, path, name, stats)
  } catch (error) {
    const code = fileErrorCode(error)
    if (code === null) throw error
    writer.problems.push(`${path} (${code})`)
  }
}

async function writeDirectory(writer: Writer, path: string, name: string, stats: Stats): Promise<void> {
  writer.archive.entry({ ...header(writer, `${name}/`, stats), type: 'directory' })
  for (const child of (await readdir(path)).sort()) {
    if (child === '.git' || writer.left.has(join(path, child))) continue
    await writeEntry(writer, join(path, child), `${name}/${child}`)
  }
}

async function writeLink(writer: Writer, path: string, name: string, stats: Stats): Promise<void> {
  writer.archive.entry({ ...header(writer, name, stats), type: 'symlink', linkname: await readlink(path) })
}

async function writeFile(writer: Writer, path: string, name: string, stats: Stats): Promise<void> {
  const entry = writer.archive.entry({ ...header(writer, name, stats), type: 'file', size: stats.size })
  const ended = once(entry, 'close')
  let left = stats.size
  try {
    if (left === 0) return
    for await (const chunk of createReadStream(path, { end: left - 1 })) {
      left -= chunk.length
      await write(entry, chunk)
    }
    if (left > 0) writer.problems.push(`${path} became shorter while it was copied`)
  } finally {
    for (; left > 0; left -= zeros.length) await write(entry, zeros.subarray(0, left))
    entry.end(null)
    await ended
  }
}

const zeros = Buffer.alloc(65_536)

async function write(entry: ReturnType<Pack['entry']>, chunk: Buffer): Promise<void> {
  if (!entry.write(chunk)) await once(entry, 'drain')
}

// Permission bits only: no set-user-ID bit of the checkout is wanted in a container.
function header(
  { owner }: Writer,
  name: string,
  stats: Stats,
): Pick<Header, 'name' | 'mode' | 'uid' | 'gid' | 'mtime'> {
  const directory = stats.isDirectory()
  const writable = owner ? (directory ? 0o700 : 0o600) : directory ? 0o777 : 0o666
  return {
    name,
    mode: (stats.mode & 0o777) | writable,
    uid: owner?.uid ?? 0,
    gid: owner?.gid ?? 0,
    mtime: stats.mtime,
  }
}
